package io.trakkit.standalone;

import io.trakkit.standalone.embedded.ExitStatus;
import io.trakkit.testing.Waiting;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The program in a Java process of its own, as a person runs it. */
final class StandaloneProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;
    private final Path err;

    private StandaloneProcess(Process process, Path err) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.err = err;
    }

    static StandaloneProcess start(String... arguments) throws IOException {
        return start(Map.of(), arguments);
    }

    /** @param environment variables beside those of this process */
    static StandaloneProcess start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Standalone.class.getName()));
        command.addAll(List.of(arguments));
        Path err = Files.createTempFile("trakkit-test-", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        // By default a caller is told within seconds that Kafka is away, which on a busy machine it can seem to be.
        builder.environment()
                .putAll(Map.of(
                        "TRAKKIT_INGEST_LOG_MAXBLOCK", "30s",
                        "TRAKKIT_INGEST_LOG_REQUESTTIMEOUT", "30s",
                        "TRAKKIT_INGEST_LOG_DELIVERYTIMEOUT", "40s"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        return new StandaloneProcess(process, err);
    }

    /** Waits for the ready line, which is the first on standard output. */
    URI awaitReady() throws IOException {
        String line = out.readLine();
        if (line == null || !line.startsWith("ready http://127.0.0.1:")) {
            throw new IOException("Not ready, but " + line + "; " + errors());
        }
        return URI.create(line.substring("ready ".length()));
    }

    long pid() {
        return process.pid();
    }

    /** By SIGTERM. The process's own {@code destroy} would also close what it has printed. */
    void askToStop() {
        process.toHandle().destroy();
    }

    /** As {@code kill -9} does: nothing of it runs on. */
    void kill() {
        ExitStatus.of(process.destroyForcibly(), Waiting.LIMIT);
    }

    /** Waits for the end. */
    int exitCode() {
        return ExitStatus.of(process, Waiting.LIMIT);
    }

    /** The next line of standard output; waits for it. */
    String nextLine() throws IOException {
        return String.valueOf(out.readLine());
    }

    /** What is left of standard output. */
    List<String> output() {
        return out.lines().toList();
    }

    /** Standard error, where the log is too. */
    String errors() throws IOException {
        return Files.readString(err);
    }

    /** Stops it, and with it its PostgreSQL and Redis, which a kill would leave running. */
    @Override
    public void close() throws IOException {
        askToStop();
        exitCode();
        out.close();
        Files.delete(err);
    }
}
