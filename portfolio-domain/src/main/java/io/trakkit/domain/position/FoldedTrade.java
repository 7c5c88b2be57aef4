package io.trakkit.domain.position;

import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Volume;

/**
 * The fields of a trade that the fold reads.
 *
 * @param outcome the result of the previous fold
 */
public record FoldedTrade(TradeOrder tradeOrder, Volume volume, Price price, TradeStatus status, FoldOutcome outcome) {

    public RefId refId() {
        return tradeOrder.refId();
    }

    public Side side() {
        return tradeOrder.side();
    }

    public TradeState state() {
        return outcome.state();
    }
}
