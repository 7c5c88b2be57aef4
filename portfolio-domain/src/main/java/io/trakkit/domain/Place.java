package io.trakkit.domain;

import java.time.Instant;
import java.util.Comparator;

/**
 * The place of a trade among those of its key: by time of execution, and among equal times by the order in which they
 * were accepted.
 *
 * @param sequence a number per key, from 1 on, given under the lock when a trade is first accepted
 */
public record Place(Instant executedAt, long sequence) implements Comparable<Place> {

    /** Before every trade. */
    public static final Place START = new Place(Times.EARLIEST, 0);

    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::executedAt).thenComparingLong(Place::sequence);

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    boolean isAfter(Place other) {
        return compareTo(other) > 0;
    }
}
