package io.trakkit.worker.log;

import io.trakkit.store.Generations;
import io.trakkit.store.LogPartition;
import io.trakkit.store.Progress;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** By what right this worker writes each partition's records, and how far it has read them without a gap. */
final class Ownerships {

    private final Generations generations;
    private final Progress progress;
    private final UUID topicId;
    private final Map<TopicPartition, Owned> owned = new ConcurrentHashMap<>();

    Ownerships(Generations generations, Progress progress, UUID topicId) {
        this.generations = generations;
        this.progress = progress;
        this.topicId = topicId;
    }

    /**
     * @param epoch the number under which this worker took the partition over
     * @param readUpTo the offset below which everything was read
     */
    record Owned(long epoch, long readUpTo) {}

    LogPartition logPartition(TopicPartition partition) {
        return new LogPartition(topicId, partition.partition());
    }

    @Nullable
    Owned get(TopicPartition partition) {
        return owned.get(partition);
    }

    /**
     * Takes a partition over and tells from where on it must be read.
     *
     * @throws LogContradictionException if the log does not hold that offset any more, or never did
     */
    Owned take(TopicPartition partition, Consumer<?, ?> consumer) {
        Progress.Ownership taken = progress.take(generations.live().number(), logPartition(partition));
        requireHeldByLog(partition, taken.nextOffset(), consumer);
        Owned right = new Owned(taken.epoch(), taken.nextOffset());
        owned.put(partition, right);
        return right;
    }

    /** Checks that the log can be read on from an offset without a gap. */
    void requireHeldByLog(TopicPartition partition, long offset, Consumer<?, ?> consumer) {
        long begin = of(partition, consumer.beginningOffsets(Set.of(partition)));
        long end = of(partition, consumer.endOffsets(Set.of(partition)));
        if (begin > offset) {
            throw new LogContradictionException(partition + " begins at offset " + begin
                    + ", but has been applied up to " + offset + " only: the records in between are gone from the log");
        }
        if (end < offset) {
            throw new LogContradictionException(partition + " ends at offset " + end + ", but has been applied up to "
                    + offset + ": the log has lost records that were applied");
        }
    }

    private static long of(TopicPartition partition, Map<TopicPartition, Long> offsets) {
        return Objects.requireNonNull(offsets.get(partition), "Kafka answers for each partition that it is asked for");
    }

    void readUpTo(TopicPartition partition, long offset) {
        owned.computeIfPresent(partition, (_, right) -> new Owned(right.epoch(), offset));
    }

    void giveUp(TopicPartition partition) {
        owned.remove(partition);
    }

    /** The offset up to which each partition is applied, as the database says. */
    Map<LogPartition, Long> applied() {
        return progress.nextOffsets();
    }
}
