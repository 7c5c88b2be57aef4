package io.trakkit.worker.consume;

import io.trakkit.log.LogContradictionException;
import io.trakkit.log.PartitionBounds;
import io.trakkit.store.ledger.Progress;
import io.trakkit.store.ledger.Rewinds;
import io.trakkit.store.log.LogPartition;
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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By what right this worker writes each partition's records, and at which offset it expects the next. Kafka says which
 * partitions a consumer reads; the database says from where on, and by the epoch who may write what was read.
 */
public final class PartitionOwnership {

    private static final Logger log = LoggerFactory.getLogger(PartitionOwnership.class);

    private final TradesTopic tradesTopic;
    private final RecoveryTopics recoveryTopics;
    private final Generations generations;
    private final Progress progress;
    private final RewindProgress rewindProgress;
    private final Map<TopicPartition, Owned> owned = new ConcurrentHashMap<>();

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
     * The right to a partition.
     *
     * @param epoch the number under which it was taken over
     * @param next the offset at which the next record is expected; all below were read, by this owner or one before it
     * @param sought whether the consumer was set to exactly there, so that what comes is what the log holds next
     */
    record Owned(LogPartition partition, long epoch, long next, boolean sought) {

        private Owned readUpTo(long offset) {
            return new Owned(partition, epoch, offset, false);
        }

        private Owned soughtAgain() {
            return soughtTo(next);
        }

        private Owned soughtTo(long offset) {
            return new Owned(partition, epoch, offset, true);
        }
    }

    /**
     * Takes partitions over and has them read from where the database stands, or where Kafka's own offsets were set back
     * to. Portfolios and verdicts that the database lacks are brought into it before.
     *
     * @throws LogContradictionException if the log does not hold that place any more, or never did
     * @throws WrongFoldVersionException if this worker must not write into the live read model
     */
    void take(Collection<TopicPartition> partitions, Consumer<?, ?> consumer) {
        if (partitions.isEmpty()) {
            return;
        }
        partitions.forEach(this::giveUp);
        UUID topicId = tradesTopic.logId();
        bringUpToDate(partitions);
        Generation live = generations.live();
        WrongFoldVersionException.check(live);
        requireTheLogThatWasApplied(topicId);
        Map<TopicPartition, Progress.Ownership> taken =
                new TreeMap<>(Comparator.comparingInt(TopicPartition::partition));
        inOrder(partitions)
                .forEach(partition -> taken.put(
                        partition, progress.take(live.number(), new LogPartition(topicId, partition.partition()))));
        // Looked at only now: the former owner may have gone on until this moment.
        PartitionBounds ends = PartitionBounds.of(partitions, consumer);
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
        taken.forEach((partition, ownership) -> {
            ends.requireHeld(partition, ownership.nextOffset());
            OffsetAndMetadata kafkas = committed.get(partition);
            long start = kafkas == null ? ownership.nextOffset() : Math.min(ownership.nextOffset(), kafkas.offset());
            consumer.seek(partition, start);
            LogPartition logPartition = new LogPartition(topicId, partition.partition());
            owned.put(partition, new Owned(logPartition, ownership.epoch(), start, true));
        });
        readAgainWhereWanted(partitions, ends, consumer);
    }

    /** Goes back to where an operator wants the log read again from, or to where it begins now. */
    private void readAgainWhereWanted(
            Collection<TopicPartition> partitions, PartitionBounds ends, Consumer<?, ?> consumer) {
        Map<LogPartition, TopicPartition> candidates = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Owned right = owned.get(partition);
            if (right != null && !rewindProgress.isUnderWay(partition)) {
                candidates.put(right.partition(), partition);
            }
        }
        if (candidates.isEmpty()) {
            return;
        }
        for (Rewinds.Rewind rewind : rewindProgress.wanted(candidates.keySet())) {
            TopicPartition partition =
                    Objects.requireNonNull(candidates.get(rewind.part().partition()));
            Owned right = Objects.requireNonNull(owned.get(partition));
            long start = Math.min(right.next(), Math.max(rewind.part().from(), ends.begin(partition)));
            consumer.seek(partition, start);
            owned.put(partition, right.soughtTo(start));
            rewindProgress.begin(partition, rewind);
        }
    }

    /** A portfolio or a verdict that is missing would have records decided otherwise than they were once. */
    private void bringUpToDate(Collection<TopicPartition> partitions) {
        recoveryTopics.bringUpToDate(
                partitions.stream().map(TopicPartition::partition).toList());
    }

    /** The offsets of one topic say nothing about another; nor do the verdicts, which would be decided anew. */
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
     * The right by which records that begin at an offset may be applied now; null if they must not be, and will be read
     * again if they are this worker's to read.
     *
     * @throws LogContradictionException if the log has been cut off where the next record is expected
     */
    @Nullable
    Owned rightTo(TopicPartition partition, long firstOffset, Consumer<?, ?> consumer) {
        if (!consumer.assignment().contains(partition)) {
            return null;
        }
        Owned right = owned.get(partition);
        if (right == null) {
            take(Set.of(partition), consumer);
            return null;
        }
        if (firstOffset > right.next() && !right.sought()) {
            // An offset without a record, as transactions leave, or a record that was missed: reading again tells
            // which.
            owned.replace(partition, right, right.soughtAgain());
            consumer.seek(partition, right.next());
            return null;
        }
        if (firstOffset != right.next()) {
            // Kafka has gone on elsewhere by itself: it does so when the log was cut off, or is another one.
            if (!tradesTopic.logId().equals(right.partition().topicId())) {
                take(Set.of(partition), consumer);
                return null;
            }
            PartitionBounds.of(Set.of(partition), consumer).requireHeld(partition, right.next());
        }
        return right;
    }

    /** Notes that records of a partition have been applied by that right, and everything before them. */
    void advance(TopicPartition partition, Owned right, List<? extends ConsumerRecord<?, ?>> records) {
        owned.replace(partition, right, right.readUpTo(records.getLast().offset() + 1));
        rewindProgress.applied(partition, records);
    }

    /** Up to where this owner has applied those of the partitions that it owns. */
    Map<TopicPartition, Long> applied(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> applied = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Owned right = owned.get(partition);
            if (right != null) {
                applied.put(partition, right.next());
            }
        }
        return applied;
    }

    /** The partitions that this worker has taken over, and whose records it may apply. */
    public Set<TopicPartition> taken() {
        return Set.copyOf(owned.keySet());
    }

    /** Has a partition taken over again before more of it is applied. */
    void giveUp(TopicPartition partition) {
        owned.remove(partition);
        rewindProgress.forget(partition);
    }

    /**
     * Notices what no record tells: a partition that could not be taken over yet, a database that was put back to an
     * earlier state, a topic that was made anew, a log that was cut off, portfolios and verdicts that are missing, parts that are to be read again.
     *
     * @throws LogContradictionException if the log has been cut off where the next record is expected
     * @throws WrongFoldVersionException if this worker must not write into the live read model any more
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
            Owned right = owned.get(partition);
            if (right == null || !right.partition().topicId().equals(topicId)) {
                toTake.add(partition);
            } else if (applied.getOrDefault(right.partition(), 0L) < right.next()) {
                log.warn(
                        "{} was applied up to offset {}, but the database has an older state, as after a restore; will read the log again from there",
                        partition,
                        right.next());
                toTake.add(partition);
            } else {
                ends.requireHeld(partition, right.next());
            }
        }
        take(toTake, consumer);
        // What was read has been applied by now. Of a part that ends without a record, none tells that it is passed.
        assigned.stream()
                .filter(rewindProgress::isUnderWay)
                .forEach(partition -> rewindProgress.passed(partition, consumer.position(partition)));
        readAgainWhereWanted(assigned, ends, consumer);
    }
}
