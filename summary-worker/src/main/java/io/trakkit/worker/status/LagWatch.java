package io.trakkit.worker.status;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.progress.Progress;
import io.trakkit.worker.apply.FailureCauses;
import io.trakkit.worker.log.TradesTopic;
import io.trakkit.worker.log.WaitingRecords;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures how far the database is behind each partition: the end of the log minus the progress in the database, and the age of
 * the oldest record that is not applied. The consumer's own lag counts fetched records, applied or not. Every worker reports all
 * partitions.
 */
public final class LagWatch {

    private static final Logger log = LoggerFactory.getLogger(LagWatch.class);

    private final TradesTopic tradesTopic;
    private final Progress progress;
    private final WaitingRecords waitingRecords;
    private final BooleanSupplier isPrepared;
    private final InstantSource clock;
    private final LagJudge judge;
    private final Throughput throughput = new Throughput();
    private volatile Measurement latest;
    private @Nullable CompletableFuture<Measurement> underWay;

    /**
     * @param isPrepared whether the topics exist and are right
     * @param partitions the number of partitions of the log
     */
    public LagWatch(
            TradesTopic tradesTopic,
            Progress progress,
            WaitingRecords waitingRecords,
            BooleanSupplier isPrepared,
            int partitions,
            StatusSettings settings,
            InstantSource clock,
            MeterRegistry registry) {
        this.tradesTopic = tradesTopic;
        this.progress = progress;
        this.waitingRecords = waitingRecords;
        this.isPrepared = isPrepared;
        this.clock = clock;
        this.judge = new LagJudge(settings);
        this.latest = Measurement.unknown(clock.instant(), "The lag has not been measured yet");
        for (int i = 0; i < partitions; i++) {
            register(i, registry);
        }
    }

    /**
     * A measurement of all partitions.
     *
     * @param partitions by number; empty if they are not known
     * @param rates empty if the partitions were not known twice yet
     * @param obstacle why the partitions are not known
     */
    record Measurement(
            Instant at, List<PartitionLag> partitions, Optional<Throughput.Rates> rates, Optional<String> obstacle) {

        static Measurement unknown(Instant at, String obstacle) {
            return new Measurement(at, List.of(), Optional.empty(), Optional.of(obstacle));
        }
    }

    private void register(int partition, MeterRegistry registry) {
        gauge(
                "trakkit.worker.lag",
                "Records that the database has not applied yet",
                partition,
                lag -> Optional.of(lag.records()),
                registry);
        gauge(
                "trakkit.worker.lag.seconds",
                "The age of the oldest record that the database has not applied yet",
                partition,
                PartitionLag::seconds,
                registry);
        gauge(
                "trakkit.worker.partition.status",
                "0: OK, 1: WARN, 2: STALLED",
                partition,
                lag -> Optional.of(lag.status().number()),
                registry);
    }

    private void gauge(
            String name,
            String description,
            int partition,
            Function<PartitionLag, Optional<? extends Number>> value,
            MeterRegistry registry) {
        Gauge.builder(name, () -> of(partition).flatMap(value).orElse(null))
                .description(description + "; no number while not known")
                .tag("partition", Integer.toString(partition))
                .register(registry);
    }

    private Optional<PartitionLag> of(int partition) {
        List<PartitionLag> known = latest.partitions();
        return partition < known.size() ? Optional.of(known.get(partition)) : Optional.empty();
    }

    /** Measures all partitions, and waits for the result. */
    public void measure() {
        measured(Duration.ZERO).join();
    }

    /** A measurement that is at most so old; callers at the same time share one. */
    synchronized CompletableFuture<Measurement> measured(Duration atMostOld) {
        CompletableFuture<Measurement> running = underWay;
        if (running != null && !running.isDone()) {
            return running;
        }
        if (latest.obstacle().isEmpty() && latest.at().plus(atMostOld).isAfter(clock.instant())) {
            return CompletableFuture.completedFuture(latest);
        }
        CompletableFuture<Measurement> started = new CompletableFuture<>();
        underWay = started;
        Thread.ofVirtual().name("lag").start(() -> {
            latest = measurement();
            started.complete(latest);
        });
        return started;
    }

    private Measurement measurement() {
        try {
            return isPrepared.getAsBoolean()
                    ? measurementOfAll()
                    : Measurement.unknown(clock.instant(), "The topics of the log are not known to be right yet");
        } catch (RuntimeException e) {
            log.debug("Cannot measure the lag now", e);
            return Measurement.unknown(clock.instant(), "Cannot measure the lag: " + FailureCauses.reason(e));
        }
    }

    private Measurement measurementOfAll() {
        UUID logId = tradesTopic.logId();
        Map<LogPartition, Long> applied = progress.nextOffsets();
        Map<Integer, Long> ends = tradesTopic.ends();
        Map<Integer, Long> next = new HashMap<>();
        Map<Integer, Long> waiting = new HashMap<>();
        ends.forEach((partition, end) -> {
            long offset = applied.getOrDefault(new LogPartition(logId, partition), 0L);
            next.put(partition, offset);
            if (offset < end) {
                waiting.put(partition, offset);
            }
        });
        Map<Integer, Instant> oldest = waitingRecords.times(waiting);
        Instant now = clock.instant();
        List<PartitionLag> partitions = ends.keySet().stream()
                .sorted()
                .map(partition -> judge.judge(
                        partition,
                        next.getOrDefault(partition, 0L),
                        ends.getOrDefault(partition, 0L),
                        Optional.ofNullable(oldest.get(partition)),
                        now))
                .toList();
        return new Measurement(now, partitions, throughput.add(now, sum(next), sum(ends)), Optional.empty());
    }

    private static long sum(Map<Integer, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }
}
