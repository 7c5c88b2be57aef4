package io.trakkit.ingest.request;

import io.trakkit.access.Caller;
import io.trakkit.access.OpenCalls;
import io.trakkit.access.limits.RecordBudget;
import io.trakkit.wire.http.problem.ProblemException;
import java.time.Duration;

/**
 * Slows a call that costs much per record down to the records per second of its client, and ends it once its caller may no longer
 * call. For one thread, and for answers that begin at the end.
 */
public final class PacedCall {

    /** A caller is asked for again after that time, and a higher limit is noticed. */
    private static final Duration CHECKED_EVERY = Duration.ofMillis(200);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final RecordBudget budget;
    private final OpenCalls calls;
    private final Caller caller;
    private long checkedAt = System.nanoTime();

    public PacedCall(RecordBudget budget, OpenCalls calls, Caller caller) {
        this.budget = budget;
        this.calls = calls;
        this.caller = caller;
    }

    /**
     * Waits until the next record may be dealt with.
     *
     * @throws ProblemException if the caller may no longer call, or if the wait was interrupted
     */
    public void awaitTurn() {
        requireStillAllowed();
        Duration wait = budget.take();
        while (wait.isPositive()) {
            sleep(wait.compareTo(CHECKED_EVERY) < 0 ? wait : CHECKED_EVERY);
            requireStillAllowed();
            wait = budget.take();
        }
    }

    private void requireStillAllowed() {
        long now = System.nanoTime();
        if (now - checkedAt >= CHECKED_EVERY.toNanos()) {
            checkedAt = now;
            calls.requireStillAllowed(caller);
        }
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw ProblemException.unavailable("The service is stopping", RETRY_AFTER);
        }
    }
}
