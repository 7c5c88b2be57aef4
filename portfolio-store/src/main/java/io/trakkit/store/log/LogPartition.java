package io.trakkit.store.log;

import java.util.Comparator;
import java.util.UUID;

/**
 * One partition of the log.
 *
 * @param topicId Kafka's id of the topic; a topic that is created again under the same name has another
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
