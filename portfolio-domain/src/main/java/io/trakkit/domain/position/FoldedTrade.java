package io.trakkit.domain.position;

import io.trakkit.domain.trade.Charges;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.Rank;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Volume;
import java.util.Optional;

/**
 * The fields of a trade that the fold reads.
 *
 * @param conversion the currency of its money, with the rate; empty: the portfolio's currency
 * @param outcome the result of the previous fold
 */
public record FoldedTrade(
        TradeOrder tradeOrder,
        Volume volume,
        Price price,
        Charges charges,
        Optional<Conversion> conversion,
        TradeStatus status,
        FoldOutcome outcome)
        implements FoldedRecord {

    /** @throws IllegalArgumentException if the order is not that of a trade */
    public FoldedTrade {
        if (tradeOrder.rank() != Rank.BUY && tradeOrder.rank() != Rank.SELL) {
            throw new IllegalArgumentException("Not the place of a trade: " + tradeOrder);
        }
    }

    /** A trade without charges, in the portfolio's currency. */
    public FoldedTrade(TradeOrder tradeOrder, Volume volume, Price price, TradeStatus status, FoldOutcome outcome) {
        this(tradeOrder, volume, price, Charges.NONE, Optional.empty(), status, outcome);
    }

    public Side side() {
        return tradeOrder.rank() == Rank.BUY ? Side.BUY : Side.SELL;
    }
}
