package io.trakkit.worker.status;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decides the status of each partition from one measurement to the next: it remembers since when the progress of a partition
 * stands still. Not thread-safe.
 */
final class LagJudge {

    private final StatusSettings settings;
    private final Map<Integer, Standstill> standstills = new HashMap<>();

    LagJudge(StatusSettings settings) {
        this.settings = settings;
    }

    private record Standstill(long applied, Instant since) {}

    /**
     * Judges a measurement of a partition.
     *
     * @param applied the offset of the next record to apply
     * @param end the offset of the next record of the log
     * @param oldest the time of the oldest record that is not applied; empty if it is not known
     * @param now the time of the measurement
     */
    PartitionLag judge(int partition, long applied, long end, Optional<Instant> oldest, Instant now) {
        if (end <= applied) {
            standstills.remove(partition);
            return new PartitionLag(
                    partition, applied, applied, Optional.of(Duration.ZERO), PartitionStatus.OK, Optional.empty());
        }
        Optional<Instant> stuckSince = Optional.ofNullable(standstills.get(partition))
                .filter(known -> known.applied() == applied)
                .map(Standstill::since);
        if (stuckSince.isEmpty()) {
            standstills.put(partition, new Standstill(applied, now));
        }
        Duration stuckFor =
                stuckSince.map(since -> Duration.between(since, now)).orElse(Duration.ZERO);
        // A producer's clock can be ahead of ours.
        Optional<Duration> waited =
                oldest.map(time -> time.isBefore(now) ? Duration.between(time, now) : Duration.ZERO);
        return new PartitionLag(partition, applied, end, waited, status(stuckFor, waited), stuckSince);
    }

    private PartitionStatus status(Duration stuckFor, Optional<Duration> waited) {
        if (stuckFor.compareTo(settings.stalledAfter()) >= 0) {
            return PartitionStatus.STALLED;
        }
        return waited.filter(age -> age.compareTo(settings.warnAfter()) >= 0).isPresent()
                ? PartitionStatus.WARN
                : PartitionStatus.OK;
    }
}
