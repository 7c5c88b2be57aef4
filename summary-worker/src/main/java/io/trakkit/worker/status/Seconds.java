package io.trakkit.worker.status;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as answers and metrics have them. */
final class Seconds {

    private static final int MILLIS = 3;

    private Seconds() {}

    /** In seconds, to the millisecond. */
    static BigDecimal of(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), MILLIS);
    }
}
