package io.trakkit.log;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** The begin and end offsets of partitions, as of the call. */
public record PartitionBounds(Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {

    public static PartitionBounds of(Collection<TopicPartition> partitions, Consumer<?, ?> consumer) {
        return new PartitionBounds(consumer.beginningOffsets(partitions), consumer.endOffsets(partitions));
    }

    /** The offset of the first record that the partition still holds. */
    public long begin(TopicPartition partition) {
        return Objects.requireNonNull(begins.get(partition), "Kafka answers for each partition asked for");
    }

    /**
     * Checks that reading from an offset leaves no gap.
     *
     * @throws LogContradictionException if the partition begins after that offset or ends before it
     */
    public void requireHeld(TopicPartition partition, long offset) {
        long begin = begin(partition);
        long end = Objects.requireNonNull(ends.get(partition), "Kafka answers for each partition asked for");
        if (begin > offset) {
            throw new LogContradictionException(partition + " begins at offset " + begin
                    + ", but has been applied up to " + offset + " only: the records in between are gone from the log");
        }
        if (end < offset) {
            throw new LogContradictionException(partition + " ends at offset " + end + ", but has been applied up to "
                    + offset + ": the log has lost records that were applied");
        }
    }
}
