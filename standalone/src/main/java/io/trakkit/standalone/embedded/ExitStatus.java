package io.trakkit.standalone.embedded;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How a program ended.
 *
 * <p>It is waited for with {@link Process#waitFor}, never with a join of {@link Process#onExit}: that future is completed by
 * the common pool, which has one thread where there are two processors, and while a task waits on that thread the end of no
 * process may ever be told.
 */
public final class ExitStatus {

    /** What a shell says of a process that was killed, and what is said here of one that had to be. */
    public static final int KILLED = 137;

    /** The system lets no process go on that was killed, but may be slow to take it away. */
    private static final Duration TO_DIE = Duration.ofSeconds(30);

    private ExitStatus() {}

    /**
     * Waits for a program to end by itself, and kills one that takes too long, so that it is gone in any case. An interrupt
     * does not shorten that, since what is half stopped is worse than what is stopped late; it is there afterwards.
     */
    public static int of(Process process, Duration limit) {
        if (endsWithin(process, limit)) {
            return process.exitValue();
        }
        endsWithin(process.destroyForcibly(), TO_DIE);
        return KILLED;
    }

    private static boolean endsWithin(Process process, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
