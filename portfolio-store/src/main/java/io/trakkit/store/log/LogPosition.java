package io.trakkit.store.log;

import java.util.Comparator;
import java.util.UUID;

/** The position of a record in the log, its origin. It identifies the record for ever. */
public record LogPosition(LogPartition partition, long offset) implements Comparable<LogPosition> {

    /** Before every record of every log. */
    public static final LogPosition START = new LogPosition(new LogPartition(new UUID(0, 0), 0), -1);

    private static final Comparator<LogPosition> ORDER =
            Comparator.comparing(LogPosition::partition).thenComparingLong(LogPosition::offset);

    @Override
    public int compareTo(LogPosition other) {
        return ORDER.compare(this, other);
    }
}
