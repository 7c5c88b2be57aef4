package io.trakkit.domain.lots;

import io.trakkit.domain.position.Amount;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.position.RecordRules;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Decimals;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * The cash that a record moves. The balance of a currency is the sum of all of them.
 *
 * @param currency the currency of the record
 * @param amount in that currency; negative for cash that leaves
 * @param converted in the portfolio's currency, at the rate of the record
 */
public record CashMovement(Instant at, RefId refId, CurrencyCode currency, BigDecimal amount, BigDecimal converted) {

    /** Normalises the numbers, so that equal ones are {@code equals}. */
    public CashMovement {
        amount = Decimals.normalised(amount);
        converted = Decimals.normalised(converted);
    }

    /**
     * The movement of a record; empty if it moves no cash, or the fold has not applied it.
     *
     * @param held the units held before it; negative for a short position
     */
    public static Optional<CashMovement> of(FoldedRecord next, BigDecimal held, BookRules rules) {
        if (next.state() != TradeState.APPLIED) {
            return Optional.empty();
        }
        return switch (next) {
            case FoldedTrade trade -> movement(trade, amount(trade, rules), trade.conversion(), rules);
            case FoldedActivity activity ->
                movement(activity, amount(activity, held, rules), activity.conversion(), rules);
        };
    }

    private static Optional<CashMovement> movement(
            FoldedRecord next, Amount amount, Optional<Conversion> conversion, BookRules rules) {
        if (amount.own().signum() == 0) {
            return Optional.empty();
        }
        CurrencyCode currency =
                rules.foreign(conversion).map(Conversion::currency).orElse(rules.currency());
        return Optional.of(new CashMovement(
                next.tradeOrder().executedAt(), next.refId(), currency, amount.own(), amount.converted()));
    }

    private static Amount amount(FoldedTrade trade, BookRules rules) {
        Optional<Conversion> foreign = rules.foreign(trade.conversion());
        Amount gross = Amount.of(trade.price().value().multiply(trade.volume().value()), foreign);
        Amount charges = Amount.of(trade.charges().total(), foreign);
        return switch (trade.side()) {
            case BUY -> gross.plus(charges).negated();
            case SELL -> gross.minus(charges);
        };
    }

    private static Amount amount(FoldedActivity activity, BigDecimal held, BookRules rules) {
        ActivityTerms terms = activity.terms();
        if (held.signum() == 0 && activity.isCorporateAction()) {
            return Amount.ZERO;
        }
        BigDecimal exact = switch (terms.type()) {
            case DIVIDEND, RETURN_OF_CAPITAL, CASH_IN_LIEU ->
                RecordRules.signedTotal(terms, held).subtract(activity.tax().value());
            case DEPOSIT -> terms.total().orElseThrow();
            case INTEREST -> terms.total().orElseThrow().subtract(activity.tax().value());
            case WITHDRAWAL, CHARGE -> terms.total().orElseThrow().negate();
            case COST_ADJUSTMENT, SPLIT, BONUS, TRANSFER_IN, TRANSFER_OUT -> BigDecimal.ZERO;
        };
        return Amount.of(exact, rules.foreign(activity.conversion()));
    }
}
