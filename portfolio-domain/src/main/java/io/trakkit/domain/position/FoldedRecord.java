package io.trakkit.domain.position;

import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.trade.TradeStatus;
import java.util.Optional;

/** The fields of a trade, an activity or a corporate action that the fold reads, with the outcome of the previous fold. */
public sealed interface FoldedRecord permits FoldedTrade, FoldedActivity {

    TradeOrder tradeOrder();

    TradeStatus status();

    /** Empty where it is in the portfolio's currency. */
    Optional<Conversion> conversion();

    /** The outcome of the previous fold. */
    FoldOutcome outcome();

    default RefId refId() {
        return tradeOrder().refId();
    }

    default TradeState state() {
        return outcome().state();
    }
}
