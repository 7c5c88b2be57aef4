package io.trakkit.worker.testing;

import io.trakkit.store.testing.TestDatabase;
import io.trakkit.worker.SummaryWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The app in a process of its own, which can be killed. */
public final class WorkerProcess implements AutoCloseable {

    private static final long GONE_WITHIN_SECONDS = 120;

    private final Process process;

    private WorkerProcess(Process process) {
        this.process = process;
    }

    /** Starts a worker; settings as on a command line, without the dashes. What it says is thrown away. */
    public static WorkerProcess start(TestDatabase database, String... settings) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = Stream.concat(
                        Stream.of(
                                java.toString(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SummaryWorker.class.getName()),
                        Stream.of(RunningWorker.arguments(database.jdbcUrl(), withHttp(settings))))
                .toList();
        try {
            return new WorkerProcess(new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("The worker does not start", e);
        }
    }

    /** With HTTP, without which nothing would keep the process alive: the threads of the worker are virtual. */
    private static String[] withHttp(String... settings) {
        return Stream.concat(
                        Stream.of("spring.main.web-application-type=servlet", "server.port=0"), Stream.of(settings))
                .toArray(String[]::new);
    }

    /** As {@code kill -9}; returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(GONE_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The worker outlives its kill");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
