package io.trakkit.worker.consume;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.progress.Progress;
import io.trakkit.worker.log.TradesTopic;
import io.trakkit.worker.log.WorkerSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of each partition that are not applied yet: the end of the log minus the progress in the database. The
 * consumer's own lag counts fetched records, applied or not. Every worker reports all partitions.
 */
public final class CommittedLag {

    private static final Logger log = LoggerFactory.getLogger(CommittedLag.class);

    private final TradesTopic tradesTopic;
    private final Progress progress;
    private final TradesConsumption consumption;
    private volatile Map<Integer, Long> lags = Map.of();

    public CommittedLag(
            TradesTopic tradesTopic,
            Progress progress,
            TradesConsumption consumption,
            MeterRegistry registry,
            WorkerSettings settings) {
        this.tradesTopic = tradesTopic;
        this.progress = progress;
        this.consumption = consumption;
        for (int i = 0; i < settings.partitions(); i++) {
            int partition = i;
            Gauge.builder("trakkit.worker.lag", () -> lags.get(partition))
                    .description("Records that the database has not applied yet; no number while that is not known")
                    .tag("partition", Integer.toString(partition))
                    .register(registry);
        }
    }

    /** Measures the lag of all partitions. */
    public void measure() {
        try {
            lags = consumption.isPrepared() ? lags() : Map.of();
        } catch (RuntimeException e) {
            lags = Map.of();
            log.debug("Cannot measure the lag now", e);
        }
    }

    private Map<Integer, Long> lags() {
        UUID logId = tradesTopic.logId();
        Map<LogPartition, Long> applied = progress.nextOffsets();
        Map<Integer, Long> found = new HashMap<>();
        tradesTopic.ends().forEach((partition, end) -> {
            long next = applied.getOrDefault(new LogPartition(logId, partition), 0L);
            found.put(partition, Math.max(0, end - next));
        });
        return Map.copyOf(found);
    }
}
