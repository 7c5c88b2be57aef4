package io.trakkit.worker.consume;

import io.trakkit.log.LogContradictionException;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.progress.Progress;
import io.trakkit.store.progress.ProgressGapException;
import io.trakkit.worker.apply.BatchResult;
import io.trakkit.worker.apply.FailureCauses;
import io.trakkit.worker.apply.LogApplier;
import io.trakkit.worker.apply.LogRecord;
import io.trakkit.worker.apply.UncertainPortfoliosException;
import io.trakkit.worker.apply.WrongFoldVersionException;
import io.trakkit.worker.log.ConsumerHalt;
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
 * Passes the records of each poll to the applier. Offsets are committed to Kafka after the database, about once a second:
 * the database decides where to read. {@link UnlimitedBackoff} retries what the listener throws.
 *
 * <p>All consumer threads share one instance; a partition belongs to one thread at a time.
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
    private final BatchTraces traces;
    private final Duration compareEvery;
    private volatile boolean stopping;
    private final ThreadLocal<Long> comparedAt = ThreadLocal.withInitial(System::nanoTime);

    /** @param compareEvery how often each consumer compares its positions with the database */
    public TradesListener(
            PartitionOwnership partitionOwnership,
            LogApplier applier,
            OffsetCommits offsets,
            ConsumerHalt consumerHalt,
            VersionGate versionGate,
            UnlimitedBackoff retry,
            WorkerMetrics metrics,
            BatchTraces traces,
            Duration compareEvery) {
        this.partitionOwnership = partitionOwnership;
        this.applier = applier;
        this.offsets = offsets;
        this.consumerHalt = consumerHalt;
        this.versionGate = versionGate;
        this.retry = retry;
        this.metrics = metrics;
        this.traces = traces;
        this.compareEvery = compareEvery;
    }

    /** While the worker stops, partitions of a stopped consumer go to the others, which must not take them over. */
    void stopping(boolean isStopping) {
        stopping = isStopping;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        unlessHalted("Taking over partitions", () -> partitionOwnership.takeOver(partitions, consumer));
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

    /** Called from time to time while no records come, and between batches. */
    void onIdle(Consumer<?, ?> consumer) {
        comparedAt.set(System.nanoTime());
        unlessHalted("Comparing the log with the database", () -> {
            partitionOwnership.compare(consumer);
            passOver(partitionOwnership.passed(consumer));
            offsets.commit(partitionOwnership.applied(consumer.assignment()), consumer);
            retry.over();
        });
    }

    /** Runs work that is repeated later in any case: its failure must not disturb the consumer group. */
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
            // The container stops the consumer.
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
            offsets.commitIfDue(() -> partitionOwnership.applied(consumer.assignment()), consumer);
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

    /** Records that come before the consumers have stopped are ignored, and read again later. */
    private boolean isHalted() {
        return stopping
                || consumerHalt.reason().isPresent()
                || versionGate.reason().isPresent();
    }

    private static Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition(
            List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .collect(Collectors.groupingBy(
                        record -> new TopicPartition(record.topic(), record.partition()),
                        HashMap::new,
                        Collectors.toList()));
    }

    private void apply(Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled, Consumer<?, ?> consumer) {
        List<LeasedRecords> leased = leased(polled, consumer);
        if (leased.isEmpty()) {
            return;
        }
        List<LogRecord> records =
                leased.stream().flatMap(LeasedRecords::logRecords).toList();
        SortedMap<LogPartition, Progress.Advance> advances = new TreeMap<>();
        leased.forEach(part -> advances.put(part.lease().partition(), part.advance()));
        try {
            WorkerMetrics.Batch batch = metrics.start();
            BatchResult result = traces.apply(
                    leased.stream().map(LeasedRecords::records).toList(), () -> applier.apply(records, advances));
            batch.applied(result);
            for (LeasedRecords part : leased) {
                if (result.lost().contains(part.lease().partition())) {
                    readAgain(part, consumer);
                } else {
                    partitionOwnership.advance(part);
                }
            }
        } catch (ProgressGapException | UncertainPortfoliosException e) {
            log.warn("{}; will read the log again from there", e.getMessage());
            leased.forEach(part -> readAgain(part, consumer));
        }
    }

    /** Passes offsets that were read and hold no record, as transactions leave them. */
    private void passOver(List<PassedOffsets> passed) {
        if (passed.isEmpty()) {
            return;
        }
        SortedMap<LogPartition, Progress.Advance> advances = new TreeMap<>();
        passed.forEach(offsets -> advances.put(offsets.lease().partition(), offsets.advance()));
        if (applier.passOver(advances)) {
            passed.forEach(partitionOwnership::advance);
        }
    }

    /**
     * The records of the partitions that this worker has leased. If that fails, a partition may have been sought to another
     * offset already, so all are taken over again before more of them is applied.
     */
    private List<LeasedRecords> leased(
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled, Consumer<?, ?> consumer) {
        List<LeasedRecords> leased = new ArrayList<>();
        try {
            polled.forEach((partition, records) -> {
                PartitionLease lease = partitionOwnership.leaseFor(
                        partition, records.getFirst().offset(), consumer);
                if (lease != null) {
                    leased.add(new LeasedRecords(partition, lease, records, consumer.position(partition)));
                }
            });
        } catch (RuntimeException e) {
            polled.keySet().forEach(partitionOwnership::giveUp);
            throw e;
        }
        return leased;
    }

    /** The next poll returns the records again, unless another worker has the partition by then. */
    private void readAgain(LeasedRecords part, Consumer<?, ?> consumer) {
        partitionOwnership.giveUp(part.partition());
        consumer.seek(part.partition(), part.records().getFirst().offset());
    }
}
