package io.trakkit.domain.explain;

import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Charges;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Ratio;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The money of a record in figures, such as {@code 10 × 100 × 0.9}.
 *
 * @param isOwn whether the numbers are those in the currency of the record
 * @param rate of the record, for numbers in the portfolio's currency; empty: none is needed
 * @param closing the units that a trade used up of a position of the other sign before it opened one of its own; zero if it
 *     did not do both
 */
record Terms(FoldedRecord of, boolean isOwn, Optional<BigDecimal> rate, BigDecimal closing) {

    static Terms inPortfolioCurrency(FoldedRecord of, BookRules rules, BigDecimal closing) {
        Optional<Conversion> conversion = switch (of) {
            case FoldedTrade trade -> trade.conversion();
            case FoldedActivity activity -> activity.conversion();
        };
        return new Terms(
                of, false, rules.foreign(conversion).map(Conversion::rate).map(FxRate::value), closing);
    }

    static Terms inOwnCurrency(FoldedRecord of, BigDecimal closing) {
        return new Terms(of, true, Optional.empty(), closing);
    }

    private Sum converted(Sum money) {
        return rate.map(money::times).orElse(money);
    }

    /** What the units that came in, or were sold short, cost, of the sign of the position. */
    Sum entered() {
        return switch (of) {
            case FoldedTrade trade ->
                trade.side() == Side.BUY
                        ? part(gross(trade), false).plus(charges())
                        : part(gross(trade), false).negated().plus(charges());
            case FoldedActivity transfer -> part(converted(total(transfer)), false);
        };
    }

    /** The charges in what came in. */
    Sum charges() {
        return of instanceof FoldedTrade trade ? part(charges(trade), false) : Sum.NOTHING;
    }

    /** What the units that left brought, without the charges; negative for what it cost to buy units back. */
    Sum proceeds(BigDecimal held) {
        return switch (of) {
            case FoldedTrade trade -> {
                Sum gross = part(gross(trade), true);
                yield (trade.side() == Side.BUY ? gross.negated() : gross).minus(part(charges(trade), true));
            }
            case FoldedActivity activity ->
                activity.terms().type() == ActivityType.TRANSFER_IN
                        ? part(converted(total(activity)), true).negated()
                        : signedTotal(held);
        };
    }

    /** The part of an amount that belongs to the units that closed a position, or to those that opened one. */
    private Sum part(Sum amount, boolean ofClosing) {
        if (closing.signum() == 0) {
            return amount;
        }
        Sum closed = amount.times(closing).dividedBy(units());
        return ofClosing ? closed : amount.minus(closed);
    }

    private BigDecimal units() {
        return switch (of) {
            case FoldedTrade trade -> trade.volume().value();
            case FoldedActivity activity ->
                activity.terms().volume().orElseThrow().value();
        };
    }

    private Sum gross(FoldedTrade trade) {
        return converted(Sum.of(trade.volume().value()).times(trade.price().value()));
    }

    private Sum charges(FoldedTrade trade) {
        Charges charges = trade.charges();
        return converted(
                notZero(charges.fee().value()).plus(notZero(charges.tax().value())));
    }

    private static Sum notZero(BigDecimal number) {
        return number.signum() == 0 ? Sum.NOTHING : Sum.of(number);
    }

    private static Sum total(FoldedActivity activity) {
        return Sum.of(activity.terms().total().orElseThrow());
    }

    /** The money of an activity without its tax; negative for what a short position pays. */
    Sum signedTotal(BigDecimal held) {
        FoldedActivity activity = (FoldedActivity) of;
        ActivityTerms terms = activity.terms();
        Sum gross = terms.perUnit().map(Sum.of(held)::times).orElseGet(() -> {
            Sum total = total(activity);
            return held.signum() < 0 ? total.negated() : total;
        });
        return converted(gross.minus(notZero(activity.tax().value())));
    }

    /** The units after a split or a bonus issue by ratio. */
    Sum scaled(BigDecimal held) {
        ActivityTerms terms = ((FoldedActivity) of).terms();
        Ratio ratio = terms.ratio().orElseThrow();
        Sum units = Sum.of(held).times(ratio.numerator()).dividedBy(ratio.denominator());
        if (terms.type() == ActivityType.SPLIT) {
            return units;
        }
        return Sum.of(held).plus(terms.whole() ? units.whole() : units);
    }

    /** The same in numbers, before any limit. */
    BigDecimal unlimited(BigDecimal held) {
        ActivityTerms terms = ((FoldedActivity) of).terms();
        return terms.type() == ActivityType.SPLIT
                ? terms.ratio().orElseThrow().of(held)
                : held.add(terms.bonusOn(held));
    }
}
