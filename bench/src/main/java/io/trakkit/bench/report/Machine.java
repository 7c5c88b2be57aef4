package io.trakkit.bench.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;

/** What it was measured on. */
public record Machine(Map<String, String> properties) {

    private static final List<String> SETTINGS = List.of(
            "fsync", "synchronous_commit", "full_page_writes", "wal_level", "shared_buffers", "max_wal_size", "jit");

    private static final int SYNCS = 50;

    /**
     * Looks around.
     *
     * @param folder on the disk that holds the data
     * @param brokerSyncs whether the broker waits for the disk
     */
    public static Machine look(Connection postgres, Path folder, boolean brokerSyncs) throws SQLException, IOException {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("processor", processor());
        properties.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        properties.put("memory", memory());
        properties.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        properties.put("disk", syncTime(folder));
        properties.put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version());
        properties.put("postgresql", show(postgres, "server_version") + ", " + settings(postgres));
        String flush = brokerSyncs ? "log.flush.interval.messages = 1 (fsync per batch)" : "no fsync";
        properties.put("kafka", AppInfoParser.getVersion() + ", one broker, " + flush);
        return new Machine(properties);
    }

    private static String processor() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        return Files.exists(file)
                ? Files.readAllLines(file).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse(System.getProperty("os.arch"))
                : System.getProperty("os.arch");
    }

    private static String memory() throws IOException {
        Path file = Path.of("/proc/meminfo");
        return Files.exists(file)
                ? Files.readAllLines(file).getFirst().replaceAll("\\s+", " ").replace("MemTotal: ", "")
                : "unknown";
    }

    /** How long an fsync takes here, which bounds how many commits there can be one after the other. */
    private static String syncTime(Path folder) throws IOException {
        Path file = folder.resolve("sync");
        List<Double> micros = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < SYNCS; i++) {
                long began = System.nanoTime();
                channel.write(ByteBuffer.allocate(8192));
                channel.force(false);
                micros.add((System.nanoTime() - began) / 1e3);
            }
        }
        Files.delete(file);
        Spread spread = Spread.of(micros);
        return "fdatasync of 8 kB: %.0f µs (%.0f–%.0f)".formatted(spread.median(), spread.min(), spread.max());
    }

    private static String settings(Connection postgres) throws SQLException {
        List<String> settings = new ArrayList<>();
        for (String setting : SETTINGS) {
            settings.add(setting + " = " + show(postgres, setting));
        }
        return String.join(", ", settings);
    }

    private static String show(Connection postgres, String setting) throws SQLException {
        try (Statement statement = postgres.createStatement();
                ResultSet rows = statement.executeQuery("SHOW " + setting)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** For people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        properties.forEach((name, value) -> text.append("%-11s %s%n".formatted(name, value)));
        return text.toString();
    }
}
