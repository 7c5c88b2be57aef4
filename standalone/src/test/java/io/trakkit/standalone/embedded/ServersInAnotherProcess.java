package io.trakkit.standalone.embedded;

import io.trakkit.testing.Waiting;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The servers in a Java process of their own, which can be killed as the system or a person would. */
final class ServersInAnotherProcess {

    private static final String READY = "ready";

    private final Process process;
    private final Path data;

    private ServersInAnotherProcess(Process process, Path data) {
        this.process = process;
        this.data = data;
    }

    /** Starts them and waits until a row is committed and a record acknowledged: the word "kept" in both. */
    static ServersInAnotherProcess start(Path data) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServersInAnotherProcess.class.getName(),
                        data.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); !READY.equals(line); line = output.readLine()) {
            if (line == null) {
                throw new IOException("The other process ended before its servers ran");
            }
        }
        return new ServersInAnotherProcess(process, data);
    }

    /** Runs in the other process until it is killed, or until the one that started it is gone. */
    static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[0]);
        try (EmbeddedServers servers =
                EmbeddedServers.start(EmbeddedServers.Options.on(data, Durability.KILLED_PROCESS))) {
            Words.execute(servers.database(), "CREATE TABLE words AS SELECT 'kept' AS word");
            Words.createTopic(servers.kafka());
            Words.send(servers.kafka(), "kept", Words.PATIENCE);
            System.out.println(READY);
            while (System.in.read() >= 0) {
                // Nothing is ever said on this line; it ends with the other side.
            }
        }
    }

    long pid() {
        return process.pid();
    }

    /** The PostgreSQL server that works for the other process, but is not its child. */
    ProcessHandle postmaster() throws IOException {
        String pid = Files.readAllLines(data.resolve("postgresql/data/postmaster.pid"))
                .getFirst();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    /** As by {@code kill -9}: no shutdown hook runs. */
    void kill() {
        ExitStatus.of(process.destroyForcibly(), Waiting.LIMIT);
    }
}
