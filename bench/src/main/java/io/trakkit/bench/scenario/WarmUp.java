package io.trakkit.bench.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Load before a measurement: until the compilers of all JVMs that take part have little left to do, and no longer than four
 * minutes. A service that has run for a day has compiled what it needs; while it compiles, two processors can be busy with little
 * else.
 *
 * @param seconds how long it took
 * @param stepSeconds how long its last step took
 * @param compilers the part of one processor that the compilers had in that step
 */
public record WarmUp(double seconds, double stepSeconds, double compilers) {

    private static final double STEP_SECONDS = 20;
    private static final int LEAST_STEPS = 3;
    private static final int MOST_STEPS = 12;
    private static final double LITTLE = 0.1;

    private static final Path PROCESSES = Path.of("/proc");

    /** The load of a step. */
    public interface Step {
        void run(double seconds) throws Exception;
    }

    /** Runs steps until little is compiled; where the system does not tell the time of threads, as few as it may. */
    public static WarmUp run(Setup setup, Step step) throws Exception {
        double stepSeconds = setup.scaledSeconds(STEP_SECONDS);
        double compilers = 1;
        int steps = 0;
        while (steps < LEAST_STEPS || (steps < MOST_STEPS && compilers > LITTLE)) {
            long before = compilersNanos();
            long begin = System.nanoTime();
            step.run(stepSeconds);
            compilers = Math.max(0, compilersNanos() - before) / (double) (System.nanoTime() - begin);
            steps++;
        }
        return new WarmUp(steps * stepSeconds, stepSeconds, compilers);
    }

    /** The processor time of the compilers of this process and of those that it has started. */
    private static long compilersNanos() {
        return Stream.concat(
                        Stream.of(ProcessHandle.current()),
                        ProcessHandle.current().descendants())
                .mapToLong(process -> compilersNanos(PROCESSES.resolve(process.pid() + "/task")))
                .sum();
    }

    private static long compilersNanos(Path threads) {
        if (!Files.isDirectory(threads)) {
            return 0;
        }
        try (Stream<Path> each = Files.list(threads)) {
            return each.mapToLong(WarmUp::nanosIfCompiler).sum();
        } catch (IOException | UncheckedIOException e) {
            return gone(e);
        }
    }

    /** The first number of schedstat is the time on a processor; the system keeps 15 characters of a name. */
    private static long nanosIfCompiler(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).matches("C[12] Compiler.*\\n")
                    ? Long.parseLong(
                            Files.readString(thread.resolve("schedstat")).split(" ", -1)[0])
                    : 0;
        } catch (IOException e) {
            return gone(e);
        }
    }

    /** A thread or process that has ended meanwhile compiles no more. */
    private static long gone(Exception e) {
        Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
        boolean hasEnded = cause instanceof NoSuchFileException
                || (cause != null && String.valueOf(cause.getMessage()).contains("No such process"));
        if (!hasEnded) {
            throw new IllegalStateException("Cannot read the time of the compilers", e);
        }
        return 0;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "warmed up for %.0f s, in whose last %.0f s the compilers had %.0f %% of a processor",
                seconds,
                stepSeconds,
                100 * compilers);
    }
}
