package io.trakkit.domain.position;

import io.trakkit.domain.trade.TradeOrder;
import org.jspecify.annotations.Nullable;

/**
 * The position right after a trade. A fold can start here without reading earlier trades.
 *
 * @param tradeOrder the trade order of that trade
 * @param lastTrade the last applied trade so far; null if there is none
 */
public record Checkpoint(
        TradeOrder tradeOrder, Position position, @Nullable LastTrade lastTrade) {

    /** The state before the first trade. */
    public static final Checkpoint START = new Checkpoint(TradeOrder.START, Position.EMPTY, null);
}
