package io.trakkit.standalone.embedded;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the end of a program.
 *
 * <p>It uses {@link Process#waitFor}, never a join of {@link Process#onExit}: the common pool completes that future, and on
 * two processors it has one thread. While a task waits on that thread, no future of a process completes.
 */
public final class ExitStatus {

    /** The status that a shell reports for a killed process; here for a program that was killed after its limit. */
    public static final int KILLED = 137;

    /** A killed process does not continue, but the system can be slow to remove it. */
    private static final Duration TO_DIE = Duration.ofSeconds(30);

    private ExitStatus() {}

    /**
     * Waits for a program to end, and kills it after the limit. An interrupt does not shorten the wait, because a half-stopped
     * program is worse than a late one; the thread is interrupted afterwards.
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
