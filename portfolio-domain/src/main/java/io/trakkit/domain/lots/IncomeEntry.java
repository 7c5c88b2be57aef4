package io.trakkit.domain.lots;

import io.trakkit.domain.position.Amount;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.RecordRules;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Decimals;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * Income of a portfolio: a dividend or interest.
 *
 * @param currency the currency of the record
 * @param gross in that currency; negative if a short position paid it, or interest was paid
 * @param tax withheld, in that currency
 * @param net without the tax, in the portfolio's currency, at the rate of the record; the income of a position is the sum of
 *     these of its dividends
 */
public record IncomeEntry(
        Instant at,
        RefId refId,
        ActivityType type,
        CurrencyCode currency,
        BigDecimal gross,
        BigDecimal tax,
        BigDecimal net) {

    /** Normalises the numbers, so that equal ones are {@code equals}. */
    public IncomeEntry {
        gross = Decimals.normalised(gross);
        tax = Decimals.normalised(tax);
        net = Decimals.normalised(net);
    }

    /**
     * The income of a record; empty if it brings none, or the fold has not applied it.
     *
     * @param held the units held before it; negative for a short position
     */
    public static Optional<IncomeEntry> of(FoldedRecord next, BigDecimal held, BookRules rules) {
        return next instanceof FoldedActivity activity && activity.state() == TradeState.APPLIED
                ? gross(activity, held).map(gross -> entry(activity, gross, rules))
                : Optional.empty();
    }

    private static Optional<BigDecimal> gross(FoldedActivity activity, BigDecimal held) {
        return switch (activity.terms().type()) {
            case DIVIDEND ->
                held.signum() == 0 ? Optional.empty() : Optional.of(RecordRules.signedTotal(activity.terms(), held));
            case INTEREST -> activity.terms().total();
            case RETURN_OF_CAPITAL,
                    COST_ADJUSTMENT,
                    SPLIT,
                    BONUS,
                    CASH_IN_LIEU,
                    TRANSFER_IN,
                    TRANSFER_OUT,
                    DEPOSIT,
                    WITHDRAWAL,
                    CHARGE -> Optional.empty();
        };
    }

    private static IncomeEntry entry(FoldedActivity activity, BigDecimal gross, BookRules rules) {
        Optional<Conversion> foreign = rules.foreign(activity.conversion());
        BigDecimal tax = activity.tax().value();
        return new IncomeEntry(
                activity.tradeOrder().executedAt(),
                activity.refId(),
                activity.terms().type(),
                foreign.map(Conversion::currency).orElse(rules.currency()),
                Amount.of(gross, Optional.empty()).own(),
                tax,
                Amount.of(gross.subtract(tax), foreign).converted());
    }
}
