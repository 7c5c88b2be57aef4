package io.trakkit.store.progress;

import io.trakkit.store.log.LogPartition;
import java.util.SortedMap;

/**
 * The database is behind what was read: it was restored to an earlier state. The transaction must be rolled back,
 * and the log read again from where the database stands.
 */
public final class ProgressGapException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient SortedMap<LogPartition, Long> nextOffsets;

    ProgressGapException(SortedMap<LogPartition, Long> nextOffsets) {
        super("The database has gone back in time: it continues at " + nextOffsets);
        this.nextOffsets = nextOffsets;
    }

    /** The offset from which each of these partitions must be read again. */
    public SortedMap<LogPartition, Long> nextOffsets() {
        return nextOffsets;
    }
}
