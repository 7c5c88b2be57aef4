package io.trakkit.access.limits;

import java.time.Duration;

/** The records of bulk requests that a client may send per second. */
@FunctionalInterface
public interface RecordBudget {

    /**
     * Takes one record.
     *
     * @return zero if it was taken; else how long to wait before the next attempt
     */
    Duration take();
}
