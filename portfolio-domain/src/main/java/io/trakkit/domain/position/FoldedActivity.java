package io.trakkit.domain.position;

import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.Rank;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Money;
import java.util.Optional;

/** The fields of an activity or a corporate action that the fold reads. */
public record FoldedActivity(
        TradeOrder tradeOrder,
        ActivityTerms terms,
        Money tax,
        Optional<Conversion> conversion,
        TradeStatus status,
        FoldOutcome outcome)
        implements FoldedRecord {

    /** A corporate action in a portfolio with these rules, in whose currency it {@linkplain CorporateAction#countsIn counts}. */
    public static FoldedActivity of(CorporateAction action, BookRules rules) {
        return new FoldedActivity(
                action.tradeOrder(),
                action.terms(),
                Money.ZERO,
                action.conversionInto(rules.currency()),
                TradeStatus.SUCCESS,
                FoldOutcome.APPLIED);
    }

    /** Whether it happened to all holders of the ticker, whether or not this portfolio held any. */
    public boolean isCorporateAction() {
        return tradeOrder.rank() == Rank.CORPORATE_ACTION;
    }
}
