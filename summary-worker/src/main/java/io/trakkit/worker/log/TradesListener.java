package io.trakkit.worker.log;

import io.trakkit.domain.Times;
import io.trakkit.store.LogPartition;
import io.trakkit.store.Progress;
import io.trakkit.store.ProgressGapException;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.apply.BatchResult;
import io.trakkit.worker.apply.LogApplier;
import io.trakkit.worker.apply.LogRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.listener.BatchAcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.transaction.TransactionException;

/**
 * Hands what a poll brings to the applier. Kafka says which partitions are this worker's to read; the database says from
 * where on, and by the epoch whether they are its to write. Kafka's own offsets are committed only after the database.
 *
 * <p>One instance serves all consumer threads: a partition belongs to one of them at a time.
 */
final class TradesListener
        implements BatchAcknowledgingConsumerAwareMessageListener<byte[], byte[]>, ConsumerAwareRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(TradesListener.class);

    private final Ownerships ownerships;
    private final LogApplier applier;
    private final Alarm alarm;
    private final WorkerMetrics metrics;

    TradesListener(Ownerships ownerships, LogApplier applier, Alarm alarm, WorkerMetrics metrics) {
        this.ownerships = ownerships;
        this.applier = applier;
        this.alarm = alarm;
        this.metrics = metrics;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            ownerships.giveUp(partition);
            takeIfPossible(partition, consumer);
        }
    }

    @Override
    public void onPartitionsRevokedAfterCommit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        partitions.forEach(ownerships::giveUp);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        partitions.forEach(ownerships::giveUp);
    }

    /**
     * Called when no record has come for a while: takes over what could not be taken at assignment, and notices a database
     * that was put back to an earlier state, so that it catches up without waiting for the next record.
     */
    void onIdle(Consumer<?, ?> consumer) {
        if (alarm.reason().isPresent()) {
            return;
        }
        try {
            Map<LogPartition, Long> applied = ownerships.applied();
            for (TopicPartition partition : consumer.assignment()) {
                Ownerships.Owned owned = ownerships.get(partition);
                Long next = applied.get(ownerships.logPartition(partition));
                if (owned == null || next == null || next < owned.readUpTo()) {
                    takeIfPossible(partition, consumer);
                }
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("The database does not answer: {}", e.getMessage());
        }
    }

    private void takeIfPossible(TopicPartition partition, Consumer<?, ?> consumer) {
        try {
            Ownerships.Owned owned = ownerships.take(partition, consumer);
            consumer.seek(partition, Math.min(owned.readUpTo(), committed(partition, consumer)));
        } catch (LogContradictionException e) {
            alarm.raise(e.getMessage());
        } catch (DataAccessException | TransactionException e) {
            log.warn("Partition {} is taken over later, the database does not answer: {}", partition, e.getMessage());
        }
    }

    private static long committed(TopicPartition partition, Consumer<?, ?> consumer) {
        OffsetAndMetadata committed = consumer.committed(Set.of(partition)).get(partition);
        return committed == null ? Long.MAX_VALUE : committed.offset();
    }

    @Override
    public void onMessage(
            List<ConsumerRecord<byte[], byte[]>> records,
            @Nullable Acknowledgment acknowledgment,
            @Nullable Consumer<?, ?> consumer) {
        Objects.requireNonNull(consumer, "The container passes its consumer");
        if (alarm.reason().isPresent()) {
            return;
        }
        try {
            if (apply(byPartition(records), consumer) && acknowledgment != null) {
                acknowledgment.acknowledge();
            }
        } catch (LogContradictionException e) {
            alarm.raise(e.getMessage());
        }
    }

    private static Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition(
            List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .collect(Collectors.groupingBy(record -> new TopicPartition(record.topic(), record.partition())));
    }

    /** Returns whether everything was applied; what was not is read again, here or by another worker. */
    private boolean apply(Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records, Consumer<?, ?> consumer) {
        List<LogRecord> applicable = new ArrayList<>();
        SortedMap<LogPartition, Progress.Advance> advances = new TreeMap<>();
        records.forEach((partition, ofPartition) -> {
            if (mayApply(partition, ofPartition.getFirst().offset(), consumer)) {
                Ownerships.Owned owned = Objects.requireNonNull(ownerships.get(partition));
                LogPartition logPartition = ownerships.logPartition(partition);
                ofPartition.forEach(record -> applicable.add(logRecord(logPartition, record)));
                advances.put(
                        logPartition,
                        new Progress.Advance(
                                owned.epoch(),
                                owned.readUpTo(),
                                ofPartition.getLast().offset() + 1));
            }
        });
        if (applicable.isEmpty()) {
            return false;
        }
        try {
            BatchResult result = metrics.timed(() -> applier.apply(applicable, advances));
            result.lost().forEach(lost -> ownerships.giveUp(kafkaPartition(lost)));
            advances.forEach((partition, advance) -> ownerships.readUpTo(kafkaPartition(partition), advance.to()));
            return advances.size() == records.size() && result.lost().isEmpty();
        } catch (ProgressGapException e) {
            log.warn("{}; the log is read again from there", e.getMessage());
            advances.keySet().forEach(partition -> readAgain(kafkaPartition(partition), consumer));
            return false;
        }
    }

    /** Whether a partition is this worker's and its next records follow on what was read. Otherwise it is read again. */
    private boolean mayApply(TopicPartition partition, long firstOffset, Consumer<?, ?> consumer) {
        if (!consumer.assignment().contains(partition)) {
            return false;
        }
        Ownerships.Owned owned = ownerships.get(partition);
        if (owned == null) {
            long next = ownerships.take(partition, consumer).readUpTo();
            if (next < firstOffset) {
                consumer.seek(partition, next);
                return false;
            }
        } else if (owned.readUpTo() != firstOffset) {
            // Offsets that hold no record are common, and so is reading again; a log that was cut off at either end is
            // neither, and Kafka would silently go on at its new beginning.
            ownerships.requireHeldByLog(partition, owned.readUpTo(), consumer);
        }
        return true;
    }

    private void readAgain(TopicPartition partition, Consumer<?, ?> consumer) {
        consumer.seek(partition, ownerships.take(partition, consumer).readUpTo());
    }

    private static TopicPartition kafkaPartition(LogPartition partition) {
        return new TopicPartition(Topics.TRADES, partition.partition());
    }

    private static LogRecord logRecord(LogPartition partition, ConsumerRecord<byte[], byte[]> record) {
        return new LogRecord(
                partition.at(record.offset()),
                record.topic(),
                record.key(),
                record.value(),
                HeaderBytes.write(record.headers()),
                loggedAt(record.timestamp()));
    }

    /** A producer can give a record any time; the tables hold those of the domain. */
    private static Instant loggedAt(long timestamp) {
        long clamped = Math.clamp(timestamp, Times.EARLIEST.toEpochMilli(), Times.LATEST.toEpochMilli());
        return Instant.ofEpochMilli(clamped);
    }
}
