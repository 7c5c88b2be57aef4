package io.trakkit.worker.consume;

import io.trakkit.log.LogContradictionException;
import io.trakkit.log.PartitionBounds;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.progress.Progress;
import io.trakkit.store.progress.Rewinds;
import io.trakkit.store.projection.Generation;
import io.trakkit.store.projection.Generations;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.apply.WrongFoldVersionException;
import io.trakkit.worker.log.TradesTopic;
import io.trakkit.worker.recovery.RecoveryTopics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leases of this worker. Kafka decides which partitions a consumer reads; the database decides from which offset, and
 * by the epoch of the lease who may write.
 */
public final class PartitionOwnership {

    private static final Logger log = LoggerFactory.getLogger(PartitionOwnership.class);

    private final TradesTopic tradesTopic;
    private final RecoveryTopics recoveryTopics;
    private final Generations generations;
    private final Progress progress;
    private final RewindProgress rewindProgress;
    private final Map<TopicPartition, PartitionLease> leases = new ConcurrentHashMap<>();

    public PartitionOwnership(
            TradesTopic tradesTopic,
            RecoveryTopics recoveryTopics,
            Generations generations,
            Progress progress,
            RewindProgress rewindProgress) {
        this.tradesTopic = tradesTopic;
        this.recoveryTopics = recoveryTopics;
        this.generations = generations;
        this.progress = progress;
        this.rewindProgress = rewindProgress;
    }

    /**
     * Takes partitions over and reads them from the offset of the database, or from Kafka's own offset if that was set
     * back. Restores portfolios and dead letters that the database lacks first.
     *
     * @throws LogContradictionException if the log does not have that offset
     * @throws WrongFoldVersionException if this worker must not write to the live read model
     */
    void takeOver(Collection<TopicPartition> partitions, Consumer<?, ?> consumer) {
        if (partitions.isEmpty()) {
            return;
        }
        partitions.forEach(this::giveUp);
        UUID topicId = tradesTopic.logId();
        bringUpToDate(partitions);
        Generation live = generations.live();
        WrongFoldVersionException.check(live);
        requireTheLogThatWasApplied(topicId);
        Map<TopicPartition, Progress.Ownership> ownerships =
                new TreeMap<>(Comparator.comparingInt(TopicPartition::partition));
        inOrder(partitions)
                .forEach(partition -> ownerships.put(
                        partition, progress.take(live.number(), new LogPartition(topicId, partition.partition()))));
        // Read the ends only now: the former owner may have advanced until its lease ended.
        PartitionBounds ends = PartitionBounds.of(partitions, consumer);
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
        ownerships.forEach((partition, ownership) -> {
            ends.requireHeld(partition, ownership.nextOffset());
            OffsetAndMetadata kafkaOffset = committed.get(partition);
            long start = kafkaOffset == null
                    ? ownership.nextOffset()
                    : Math.min(ownership.nextOffset(), kafkaOffset.offset());
            consumer.seek(partition, start);
            LogPartition logPartition = new LogPartition(topicId, partition.partition());
            leases.put(partition, new PartitionLease(logPartition, ownership.epoch(), start, true));
        });
        startRewinds(partitions, ends, consumer);
    }

    /** Starts requested rewinds: seeks back to their offset, or to the beginning of the log if that is later. */
    private void startRewinds(Collection<TopicPartition> partitions, PartitionBounds ends, Consumer<?, ?> consumer) {
        Map<LogPartition, TopicPartition> candidates = new HashMap<>();
        for (TopicPartition partition : partitions) {
            PartitionLease lease = leases.get(partition);
            if (lease != null && !rewindProgress.isUnderWay(partition)) {
                candidates.put(lease.partition(), partition);
            }
        }
        if (candidates.isEmpty()) {
            return;
        }
        for (Rewinds.Rewind rewind : rewindProgress.wanted(candidates.keySet())) {
            TopicPartition partition =
                    Objects.requireNonNull(candidates.get(rewind.part().partition()));
            PartitionLease lease = Objects.requireNonNull(leases.get(partition));
            long start = Math.min(lease.next(), Math.max(rewind.part().from(), ends.begin(partition)));
            consumer.seek(partition, start);
            leases.put(partition, lease.soughtTo(start));
            rewindProgress.begin(partition, rewind);
        }
    }

    /** Restores missing portfolios and dead letters: without one, records could have another outcome than before. */
    private void bringUpToDate(Collection<TopicPartition> partitions) {
        recoveryTopics.bringUpToDate(
                partitions.stream().map(TopicPartition::partition).toList());
    }

    /** Checks that the topic holds the applied log: offsets and dead letters are valid for one log only. */
    private void requireTheLogThatWasApplied(UUID topicId) {
        Map<LogPartition, Long> applied = progress.nextOffsets();
        boolean known = applied.keySet().stream()
                .anyMatch(partition -> partition.topicId().equals(topicId));
        applied.forEach((partition, next) -> {
            if (!known && next > 0) {
                throw new LogContradictionException("The topic " + Topics.TRADES + " (id " + topicId + ") is another"
                        + " one than was applied (id " + partition.topicId() + "). If it is a copy of that, record by"
                        + " record, './trakkit replay adopt' lets it go on; else bring that topic back");
            }
        });
    }

    private static List<TopicPartition> inOrder(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .sorted(Comparator.comparingInt(TopicPartition::partition))
                .toList();
    }

    /**
     * The lease for records that begin at an offset; null if they must not be applied now. In that case they are read
     * again, if the partition is still this worker's.
     *
     * @throws LogContradictionException if the log does not have the next offset
     */
    @Nullable
    PartitionLease leaseFor(TopicPartition partition, long firstOffset, Consumer<?, ?> consumer) {
        if (!consumer.assignment().contains(partition)) {
            return null;
        }
        PartitionLease lease = leases.get(partition);
        if (lease == null) {
            takeOver(Set.of(partition), consumer);
            return null;
        }
        if (firstOffset > lease.next() && !lease.sought()) {
            // Either transactions left offsets without records, or records were missed: reading again shows which.
            leases.replace(partition, lease, lease.soughtTo(lease.next()));
            consumer.seek(partition, lease.next());
            return null;
        }
        if (firstOffset != lease.next()) {
            // The consumer has jumped, as it does if the log was truncated or the topic was created again.
            if (!tradesTopic.logId().equals(lease.partition().topicId())) {
                takeOver(Set.of(partition), consumer);
                return null;
            }
            PartitionBounds.of(Set.of(partition), consumer).requireHeld(partition, lease.next());
        }
        return lease;
    }

    /** Advances a lease past applied records. */
    void advance(LeasedRecords applied) {
        leases.replace(applied.partition(), applied.lease(), applied.lease().readUpTo(applied.end()));
        rewindProgress.applied(applied.partition(), applied.records(), applied.end());
    }

    /** Advances a lease past offsets without records. */
    void advance(PassedOffsets passed) {
        leases.replace(passed.partition(), passed.lease(), passed.lease().readUpTo(passed.end()));
    }

    /**
     * The offsets without records that the consumer has passed since the last record. The progress in the database must pass
     * them too, because others wait until it reaches the end of the log. To be called when everything read is applied.
     */
    List<PassedOffsets> passed(Consumer<?, ?> consumer) {
        List<PassedOffsets> passed = new ArrayList<>();
        for (TopicPartition partition : consumer.assignment()) {
            PartitionLease lease = leases.get(partition);
            if (lease != null) {
                long end = consumer.position(partition);
                if (end > lease.next()) {
                    passed.add(new PassedOffsets(partition, lease, end));
                }
            }
        }
        return passed;
    }

    /** The next offset of each of these partitions that this worker has leased. */
    Map<TopicPartition, Long> applied(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> applied = new HashMap<>();
        for (TopicPartition partition : partitions) {
            PartitionLease lease = leases.get(partition);
            if (lease != null) {
                applied.put(partition, lease.next());
            }
        }
        return applied;
    }

    /** The partitions that this worker has leased. */
    public Set<TopicPartition> leased() {
        return Set.copyOf(leases.keySet());
    }

    /** Drops the lease of a partition; it must be taken over again before more of it is applied. */
    void giveUp(TopicPartition partition) {
        leases.remove(partition);
        rewindProgress.forget(partition);
    }

    /**
     * Compares the leases with the database and the log, to find changes that no record shows: a partition without a lease, a
     * database that was restored to an earlier state, a topic that was created again, a truncated log, missing portfolios and
     * dead letters, new rewinds.
     *
     * @throws LogContradictionException if the log does not have the next offset
     * @throws WrongFoldVersionException if this worker must not write to the live read model any more
     */
    void compare(Consumer<?, ?> consumer) {
        Set<TopicPartition> assigned = consumer.assignment();
        if (assigned.isEmpty()) {
            return;
        }
        WrongFoldVersionException.check(generations.live());
        bringUpToDate(assigned);
        UUID topicId = tradesTopic.logId();
        Map<LogPartition, Long> applied = progress.nextOffsets();
        PartitionBounds ends = PartitionBounds.of(assigned, consumer);
        List<TopicPartition> toTake = new ArrayList<>();
        for (TopicPartition partition : assigned) {
            PartitionLease lease = leases.get(partition);
            if (lease == null || !lease.partition().topicId().equals(topicId)) {
                toTake.add(partition);
            } else if (applied.getOrDefault(lease.partition(), 0L) < lease.next()) {
                log.warn(
                        "{} was applied up to offset {}, but the database has an older state, as after a restore; will read the log again from there",
                        partition,
                        lease.next());
                toTake.add(partition);
            } else {
                ends.requireHeld(partition, lease.next());
            }
        }
        takeOver(toTake, consumer);
        // Everything read is applied by now. A rewind that ends at an offset without a record ends here.
        assigned.stream()
                .filter(rewindProgress::isUnderWay)
                .forEach(partition -> rewindProgress.passed(partition, consumer.position(partition)));
        startRewinds(assigned, ends, consumer);
    }
}
