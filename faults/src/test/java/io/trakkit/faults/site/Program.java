package io.trakkit.faults.site;

import io.trakkit.standalone.embedded.ExitStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A process that is started, hurt and started again; its log is kept from start to start. */
public class Program {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final String name;
    private final Supplier<List<String>> command;
    private final Path log;
    private Process process;

    /**
     * Starts the program.
     *
     * @param command asked at every start
     */
    public Program(String name, Supplier<List<String>> command, Path logs) {
        this.name = name;
        this.command = command;
        this.log = logs.resolve(name + ".log");
        this.process = started();
    }

    private Process started() {
        ProcessBuilder builder = new ProcessBuilder(command.get())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // Somebody's options for their own JVM are not for these.
        builder.environment().keySet().removeIf(variable -> variable.endsWith("_JAVA_OPTIONS"));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it is called in messages. */
    public final String name() {
        return name;
    }

    /** How many lines of its log hold some words. */
    public final long said(String words) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(words)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it has not ended. */
    public final boolean isRunning() {
        return process.isAlive();
    }

    /** Its process. */
    public final ProcessHandle process() {
        return process.toHandle();
    }

    /** Starts it again, after it has ended. */
    public final void start() {
        if (process.isAlive()) {
            throw new IllegalStateException(name + " runs already");
        }
        process = started();
    }

    /** As {@code kill -9} does. */
    public void kill() {
        ExitStatus.of(process.destroyForcibly(), LIMIT);
    }

    /** Sends a signal by its name, such as STOP. */
    final void signal(String signal) {
        Signals.send(signal, process.pid());
    }

    /** By SIGTERM; returns how long it took, and kills what takes longer than a minute. */
    public Duration stop() {
        long asked = System.nanoTime();
        process.destroy();
        ExitStatus.of(process, LIMIT);
        return Duration.ofNanos(System.nanoTime() - asked);
    }
}
