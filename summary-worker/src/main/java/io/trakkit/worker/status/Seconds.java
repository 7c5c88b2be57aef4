package io.trakkit.worker.status;

import java.time.Duration;

/** Durations as answers and metrics have them. */
final class Seconds {

    private static final double MILLIS = 1_000.0;

    private Seconds() {}

    /** In seconds, to the millisecond. */
    static double of(Duration duration) {
        return duration.toMillis() / MILLIS;
    }
}
