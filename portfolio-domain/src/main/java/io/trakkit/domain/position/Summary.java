package io.trakkit.domain.position;

import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.value.Times;
import java.time.Instant;

/**
 * The stored state of one key; its row is locked while its trades change.
 *
 * @param folded the position, the last trade, and how far the fold has come
 * @param trades how many trades were accepted
 * @param version the number of accepted events of the key
 * @param updatedAt the latest time at which one of them was received
 */
public record Summary(PositionKey key, Fold.Progress folded, long trades, long version, Instant updatedAt) {

    /** The summary of a key that nothing has happened to yet. */
    public static Summary empty(PositionKey key) {
        return new Summary(key, Fold.Progress.NONE, 0, 0, Times.EARLIEST);
    }
}
