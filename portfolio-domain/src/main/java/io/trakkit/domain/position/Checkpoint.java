package io.trakkit.domain.position;

import io.trakkit.domain.trade.TradeOrder;
import org.jspecify.annotations.Nullable;

/**
 * The position right after a record. A fold can start here without reading earlier ones.
 *
 * @param tradeOrder the trade order of that record
 * @param lastTrade the last applied trade so far; null if there is none
 */
public record Checkpoint(
        TradeOrder tradeOrder, Position position, @Nullable LastTrade lastTrade) {

    /** The state before the first record. */
    public static final Checkpoint START = new Checkpoint(TradeOrder.START, Position.EMPTY, null);
}
