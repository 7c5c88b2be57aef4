package io.trakkit.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How tests wait for what takes milliseconds, on a machine that is busy with something else. */
public final class Waiting {

    /** Longer than anything takes that will still come, and shorter than JUnit's own limit. */
    public static final Duration LIMIT = Duration.ofMinutes(2);

    private static final Duration PAUSE = Duration.ofMillis(20);

    private Waiting() {}

    /**
     * Repeats a check until it passes. Anything that it throws means "not yet": a row that is not written,
     * a server that does not answer, an assertion. What it throws last is the cause of the failure.
     */
    public static ConditionFactory patiently() {
        return Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(PAUSE)
                .atMost(LIMIT)
                .ignoreExceptions();
    }
}
