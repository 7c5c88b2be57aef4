package io.trakkit.store.log;

import java.util.Comparator;
import java.util.UUID;

/**
 * One partition of the log.
 *
 * @param topicId Kafka's id of the topic, which a topic of the same name made anew does not share
 */
public record LogPartition(UUID topicId, int partition) implements Comparable<LogPartition> {

    private static final Comparator<LogPartition> ORDER =
            Comparator.comparing(LogPartition::topicId).thenComparingInt(LogPartition::partition);

    @Override
    public int compareTo(LogPartition other) {
        return ORDER.compare(this, other);
    }

    /** The position of a record in this partition. */
    public LogPosition at(long offset) {
        return new LogPosition(this, offset);
    }
}
