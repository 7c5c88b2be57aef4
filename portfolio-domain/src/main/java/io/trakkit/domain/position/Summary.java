package io.trakkit.domain.position;

import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.value.Times;
import java.time.Instant;

/**
 * The position of one key with its counts. The worker locks its row while the records of the key change.
 *
 * @param folded the position and the record up to which it is folded
 * @param trades the number of accepted trades and activities
 * @param version the number of accepted events of the key
 * @param updatedAt the latest time at which one of these events was received
 */
public record Summary(PositionKey key, FoldedPosition folded, long trades, long version, Instant updatedAt) {

    /** The summary of a key without events. */
    public static Summary empty(PositionKey key) {
        return new Summary(key, FoldedPosition.NONE, 0, 0, Times.EARLIEST);
    }
}
