package io.trakkit.faults.site;

import io.trakkit.standalone.embedded.ExitStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code ./trakkit up} on a folder, in a process of its own: broker, apps and, as children, PostgreSQL and Redis. */
public final class Up implements AutoCloseable {

    private static final Duration TO_END = Duration.ofMinutes(1);
    private static final String READY = "ready ";

    private final Process process;
    private final BufferedReader out;

    private Up(Process process) {
        this.process = process;
        out = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts the program.
     *
     * @param jar the unpacked program; beside it the JVM keeps what later starts can reuse, when a start has ended by itself
     * @param folder its data
     * @param log what it says is appended here
     */
    public static Up start(Path jar, Path folder, Path log) {
        try {
            List<String> command = new ArrayList<>(Java.command(
                    "512m", List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + jar + ".jsa")));
            command.addAll(
                    List.of("-Xlog:disable", "-jar", jar.toString(), "up", "--port", "0", "--data", folder.toString()));
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().keySet().removeIf(variable -> variable.endsWith("_JAVA_OPTIONS"));
            return new Up(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits for its line {@code ready} and returns the address that it names.
     *
     * @throws IOException if it ends without that line
     */
    public URI awaitReady() throws IOException {
        String line = out.readLine();
        if (line == null || !line.startsWith(READY)) {
            throw new IOException("'up' ended before it was ready");
        }
        return URI.create(line.substring(READY.length()));
    }

    /** As {@code kill -9} does: PostgreSQL and Redis run on. */
    public void kill() {
        ExitStatus.of(process.destroyForcibly(), TO_END);
    }

    /** By SIGTERM: PostgreSQL and Redis end, too. */
    @Override
    public void close() {
        process.toHandle().destroy();
        ExitStatus.of(process, TO_END);
    }
}
