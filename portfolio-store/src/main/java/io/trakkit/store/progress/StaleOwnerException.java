package io.trakkit.store.progress;

import io.trakkit.store.log.LogPartition;
import java.util.SortedSet;

/**
 * A batch of a worker that no longer owns some of its partitions. Nothing of these may be written; the transaction
 * must be rolled back, and the new owner will apply the records.
 */
public final class StaleOwnerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient SortedSet<LogPartition> lost;

    StaleOwnerException(SortedSet<LogPartition> lost) {
        super("The right to write has gone to another taking over of the partitions "
                + lost.stream().map(LogPartition::partition).toList());
        this.lost = lost;
    }

    /** The partitions that have another owner now. */
    public SortedSet<LogPartition> lost() {
        return lost;
    }
}
