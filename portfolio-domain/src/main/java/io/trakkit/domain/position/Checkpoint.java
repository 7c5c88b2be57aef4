package io.trakkit.domain.position;

import io.trakkit.domain.trade.TradeOrder;
import org.jspecify.annotations.Nullable;

/**
 * A stored position from which a fold can start, so that it need not read earlier trades.
 *
 * @param lastTrade the last trade that counted up to there; null if there is none
 */
public record Checkpoint(
        TradeOrder place, Position position, @Nullable LastTrade lastTrade) {

    /** Before the first trade. */
    public static final Checkpoint START = new Checkpoint(TradeOrder.START, Position.EMPTY, null);
}
