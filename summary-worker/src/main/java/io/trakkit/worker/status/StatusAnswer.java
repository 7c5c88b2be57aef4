package io.trakkit.worker.status;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.worker.projection.ReplayAnswer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The state of everything: the schema Status of docs/openapi.yaml. */
record StatusAnswer(
        String status,
        List<String> findings,
        Instant checkedAt,
        List<OfComponent> components,
        List<OfPartition> partitions,
        @Nullable Long lagRecords,
        @Nullable BigDecimal lagSeconds,
        @Nullable OfThroughput throughput,
        @Nullable OfDeadLetters deadLetters,
        @Nullable ReplayAnswer replay,
        Limits limits) {

    /** A server or app. */
    record OfComponent(String name, String status, @Nullable String detail) {

        static OfComponent of(Component component) {
            return new OfComponent(
                    component.name().name().toLowerCase(Locale.ROOT),
                    component.state().name(),
                    component.detail().orElse(null));
        }
    }

    /** A partition. */
    record OfPartition(
            int partition,
            long applied,
            long end,
            long lagRecords,
            @Nullable BigDecimal lagSeconds,
            String status,
            @Nullable Instant stuckSince) {

        static OfPartition of(PartitionLag lag) {
            return new OfPartition(
                    lag.partition(),
                    lag.applied(),
                    lag.end(),
                    lag.records(),
                    lag.seconds().orElse(null),
                    lag.status().name(),
                    lag.stuckSince().orElse(null));
        }
    }

    /** Records a second of all workers. */
    record OfThroughput(BigDecimal appliedPerSecond, BigDecimal loggedPerSecond, BigDecimal overSeconds) {

        static OfThroughput of(Throughput.Rates rates) {
            return new OfThroughput(rates.applied(), rates.logged(), Seconds.of(rates.over()));
        }
    }

    /** Dead letters without a decision, and decisions that are not published. */
    record OfDeadLetters(long open, Map<String, Long> byReason, long decisionsPending) {

        static OfDeadLetters of(Map<DeadLetterReason, Long> open, long pending) {
            Map<String, Long> byReason = new TreeMap<>();
            open.forEach((reason, count) -> byReason.put(reason.wireName(), count));
            return new OfDeadLetters(
                    byReason.values().stream().mapToLong(Long::longValue).sum(), byReason, pending);
        }
    }

    /** The settings by which partitions are judged. */
    record Limits(BigDecimal warnAfterSeconds, BigDecimal stalledAfterSeconds) {

        static Limits of(StatusSettings settings) {
            return new Limits(Seconds.of(settings.warnAfter()), Seconds.of(settings.stalledAfter()));
        }
    }

    /** The sum of what waits; null if it is not known. */
    static @Nullable Long records(List<PartitionLag> partitions) {
        return partitions.isEmpty()
                ? null
                : Long.valueOf(
                        partitions.stream().mapToLong(PartitionLag::records).sum());
    }

    /** The longest wait; null if that of a partition is not known. */
    static @Nullable BigDecimal seconds(List<PartitionLag> partitions) {
        List<Optional<Duration>> waits =
                partitions.stream().map(PartitionLag::waited).toList();
        return waits.stream().allMatch(Optional::isPresent)
                ? waits.stream()
                        .flatMap(Optional::stream)
                        .max(Duration::compareTo)
                        .map(Seconds::of)
                        .orElse(null)
                : null;
    }
}
