package io.trakkit.worker.status;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far the database is behind a partition of the log.
 *
 * @param applied the offset of the next record to apply
 * @param end the offset of the next record of the log
 * @param waited the age of the oldest record that is not applied; zero if there is none, empty if it is not known
 * @param stuckSince since when progress has stood still while records wait; empty if it has not
 */
record PartitionLag(
        int partition,
        long applied,
        long end,
        Optional<Duration> waited,
        PartitionStatus status,
        Optional<Instant> stuckSince) {

    /** The number of records that are not applied. */
    long records() {
        return end - applied;
    }

    /** The age of the oldest record that is not applied in seconds; empty if it is not known. */
    Optional<BigDecimal> seconds() {
        return waited.map(Seconds::of);
    }
}
