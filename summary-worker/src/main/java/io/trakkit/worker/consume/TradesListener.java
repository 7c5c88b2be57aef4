package io.trakkit.worker.consume;

import io.trakkit.log.LogContradictionException;
import io.trakkit.store.ledger.Progress;
import io.trakkit.store.ledger.ProgressGapException;
import io.trakkit.store.log.LogPartition;
import io.trakkit.worker.apply.BatchResult;
import io.trakkit.worker.apply.FailureCauses;
import io.trakkit.worker.apply.LogApplier;
import io.trakkit.worker.apply.LogRecord;
import io.trakkit.worker.apply.UncertainPortfoliosException;
import io.trakkit.worker.apply.WrongFoldVersionException;
import io.trakkit.worker.log.ConsumerHalt;
import io.trakkit.worker.log.LogRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchAcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.support.Acknowledgment;

/**
 * Hands what a poll brings to the applier. Kafka's own offsets are committed after the database, now and then: what was
 * not applied is read again. What the listener throws, {@link UnlimitedBackoff} has tried again.
 *
 * <p>One instance serves all consumer threads: a partition belongs to one of them at a time.
 */
public final class TradesListener
        implements BatchAcknowledgingConsumerAwareMessageListener<byte[], byte[]>, ConsumerAwareRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(TradesListener.class);

    private final PartitionOwnership partitionOwnership;
    private final LogApplier applier;
    private final OffsetCommits offsets;
    private final ConsumerHalt consumerHalt;
    private final VersionGate versionGate;
    private final UnlimitedBackoff retry;
    private final WorkerMetrics metrics;
    private final Duration compareEvery;
    private volatile boolean stopping;
    private final ThreadLocal<Long> comparedAt = ThreadLocal.withInitial(System::nanoTime);

    /** @param compareEvery how often, at most, a consumer compares where it reads with what the database says */
    public TradesListener(
            PartitionOwnership partitionOwnership,
            LogApplier applier,
            OffsetCommits offsets,
            ConsumerHalt consumerHalt,
            VersionGate versionGate,
            UnlimitedBackoff retry,
            WorkerMetrics metrics,
            Duration compareEvery) {
        this.partitionOwnership = partitionOwnership;
        this.applier = applier;
        this.offsets = offsets;
        this.consumerHalt = consumerHalt;
        this.versionGate = versionGate;
        this.retry = retry;
        this.metrics = metrics;
        this.compareEvery = compareEvery;
    }

    /** Whether the worker is stopping: the partitions of its first consumer that ends go to the others, which end next. */
    void stopping(boolean isStopping) {
        stopping = isStopping;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        unlessHalted("Taking over partitions", () -> partitionOwnership.take(partitions, consumer));
    }

    @Override
    public void onPartitionsRevokedBeforeCommit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        offsets.commitAtOnce(partitionOwnership.applied(partitions), consumer);
        partitions.forEach(partitionOwnership::giveUp);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        partitions.forEach(partitionOwnership::giveUp);
    }

    /** Called now and then while no record comes. */
    void onIdle(Consumer<?, ?> consumer) {
        comparedAt.set(System.nanoTime());
        unlessHalted("Comparing the log with the database", () -> {
            partitionOwnership.compare(consumer);
            offsets.commit(partitionOwnership.applied(consumer.assignment()), consumer);
            retry.over();
        });
    }

    /** For what can also be done later, and is: a failure here must not disturb the consumer's group. */
    private void unlessHalted(String what, Runnable work) {
        if (isHalted()) {
            return;
        }
        try {
            work.run();
        } catch (LogContradictionException e) {
            consumerHalt.raise(e);
        } catch (WrongFoldVersionException e) {
            versionGate.begin(e);
        } catch (WakeupException e) {
            // The consumer is being stopped.
            throw e;
        } catch (RuntimeException e) {
            log.warn("{} failed, will retry: {}", what, FailureCauses.reason(e));
        }
    }

    @Override
    public void onMessage(
            List<ConsumerRecord<byte[], byte[]>> records,
            @Nullable Acknowledgment acknowledgment,
            @Nullable Consumer<?, ?> given) {
        Consumer<?, ?> consumer = Objects.requireNonNull(given, "The container passes its consumer");
        if (isHalted()) {
            return;
        }
        try {
            apply(byPartition(records), consumer);
            offsets.commitNowAndThen(() -> partitionOwnership.applied(consumer.assignment()), consumer);
            retry.over();
            if (System.nanoTime() - comparedAt.get() > compareEvery.toNanos()) {
                onIdle(consumer);
            }
        } catch (LogContradictionException e) {
            consumerHalt.raise(e);
        } catch (WrongFoldVersionException e) {
            versionGate.begin(e);
        }
    }

    /** What comes until the consumers have stopped is left in the log. */
    private boolean isHalted() {
        return stopping
                || consumerHalt.reason().isPresent()
                || versionGate.reason().isPresent();
    }

    private static Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition(
            List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .collect(Collectors.groupingBy(record -> new TopicPartition(record.topic(), record.partition())));
    }

    private void apply(Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled, Consumer<?, ?> consumer) {
        Map<TopicPartition, PartitionOwnership.Owned> rights = new HashMap<>();
        polled.forEach((partition, records) -> {
            PartitionOwnership.Owned right =
                    partitionOwnership.rightTo(partition, records.getFirst().offset(), consumer);
            if (right != null) {
                rights.put(partition, right);
            }
        });
        if (!rights.isEmpty()) {
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> applicable = new HashMap<>(polled);
            applicable.keySet().retainAll(rights.keySet());
            apply(applicable, rights, consumer);
        }
    }

    private void apply(
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> applicable,
            Map<TopicPartition, PartitionOwnership.Owned> rights,
            Consumer<?, ?> consumer) {
        List<LogRecord> records = new ArrayList<>();
        SortedMap<LogPartition, Progress.Advance> advances = new TreeMap<>();
        rights.forEach((partition, right) -> {
            List<ConsumerRecord<byte[], byte[]>> ofPartition = Objects.requireNonNull(applicable.get(partition));
            ofPartition.forEach(record -> records.add(LogRecords.of(right.partition(), record)));
            advances.put(right.partition(), advance(right, ofPartition));
        });
        try {
            BatchResult result = metrics.timed(() -> applier.apply(records, advances));
            rights.forEach((partition, right) -> {
                if (result.lost().contains(right.partition())) {
                    readAgain(partition, applicable, consumer);
                } else {
                    partitionOwnership.advance(partition, right, Objects.requireNonNull(applicable.get(partition)));
                }
            });
        } catch (ProgressGapException | UncertainPortfoliosException e) {
            log.warn("{}; will read the log again from there", e.getMessage());
            rights.keySet().forEach(partition -> readAgain(partition, applicable, consumer));
        }
    }

    private static Progress.Advance advance(
            PartitionOwnership.Owned right, List<ConsumerRecord<byte[], byte[]>> ofPartition) {
        long first = ofPartition.getFirst().offset();
        long end = ofPartition.getLast().offset() + 1;
        return new Progress.Advance(right.epoch(), Math.min(right.next(), first), end);
    }

    /** What was not applied comes back with the next poll, unless the partition has gone to another worker by then. */
    private void readAgain(
            TopicPartition partition,
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records,
            Consumer<?, ?> consumer) {
        partitionOwnership.giveUp(partition);
        consumer.seek(
                partition,
                Objects.requireNonNull(records.get(partition)).getFirst().offset());
    }
}
