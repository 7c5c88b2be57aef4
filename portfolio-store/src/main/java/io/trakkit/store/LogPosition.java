package io.trakkit.store;

import java.util.Comparator;

/** Where a record stands in the log: its origin, by which a verdict on it is known for ever. */
public record LogPosition(LogPartition partition, long offset) implements Comparable<LogPosition> {

    private static final Comparator<LogPosition> ORDER =
            Comparator.comparing(LogPosition::partition).thenComparingLong(LogPosition::offset);

    @Override
    public int compareTo(LogPosition other) {
        return ORDER.compare(this, other);
    }
}
