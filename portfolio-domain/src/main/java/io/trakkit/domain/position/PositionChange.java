package io.trakkit.domain.position;

import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.value.Decimals;
import io.trakkit.domain.value.Ratio;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** A position while one record changes it. The rules are those of docs/returns.md. */
final class PositionChange {

    /** Far more units than there are of anything: a long row of absurd splits cannot make a number that no table holds. */
    private static final BigDecimal MOST_UNITS = BigDecimal.TEN.pow(100);

    private final Optional<Conversion> foreign;
    private final BookRules rules;
    private BigDecimal held;
    private Pool pool;
    private BigDecimal fees;
    private BigDecimal income;
    private LocalAmounts local;

    private PositionChange(Position before, BookRules rules, Optional<Conversion> conversion, boolean movesMoney) {
        this.rules = rules;
        foreign = rules.foreign(conversion);
        held = before.held();
        pool = new Pool(before.cost(), before.realised());
        fees = before.fees();
        income = before.income();
        local = movesMoney ? inCurrencyOfRecord(before.local()) : before.local();
    }

    private LocalAmounts inCurrencyOfRecord(LocalAmounts before) {
        return switch (before) {
            case LocalAmounts.None _ ->
                foreign.<LocalAmounts>map(conversion ->
                                new LocalAmounts.Foreign(conversion.currency(), BigDecimal.ZERO, BigDecimal.ZERO))
                        .orElse(LocalAmounts.PORTFOLIO);
            case LocalAmounts.InPortfolioCurrency same -> foreign.isEmpty() ? same : LocalAmounts.MIXED;
            case LocalAmounts.Foreign one ->
                foreign.filter(conversion -> conversion.currency().equals(one.currency()))
                        .<LocalAmounts>map(_ -> one)
                        .orElse(LocalAmounts.MIXED);
            case LocalAmounts.Mixed mixed -> mixed;
        };
    }

    /** Money of the record: rounded, in the portfolio's currency and in its own. */
    private record Amount(BigDecimal converted, BigDecimal own) {

        static final Amount ZERO = new Amount(BigDecimal.ZERO, BigDecimal.ZERO);

        Amount plus(Amount other) {
            return new Amount(converted.add(other.converted), own.add(other.own));
        }

        Amount minus(Amount other) {
            return new Amount(converted.subtract(other.converted), own.subtract(other.own));
        }

        Amount negated() {
            return new Amount(converted.negate(), own.negate());
        }

        Amount share(BigDecimal units, BigDecimal all) {
            return new Amount(Pool.share(converted, units, all), Pool.share(own, units, all));
        }
    }

    private Amount amount(BigDecimal exact) {
        return foreign.map(conversion -> new Amount(
                        Decimals.money(exact.multiply(conversion.rate().value())), Decimals.money(exact)))
                .orElseGet(() -> {
                    BigDecimal rounded = Decimals.money(exact);
                    return new Amount(rounded, rounded);
                });
    }

    static Position of(Position before, FoldedTrade trade, BookRules rules) {
        PositionChange change = new PositionChange(before, rules, trade.conversion(), true);
        BigDecimal units = trade.volume().value();
        Amount gross = change.amount(trade.price().value().multiply(units));
        BigDecimal stated = trade.charges().total();
        Amount charges = stated.signum() == 0 ? Amount.ZERO : change.amount(stated);
        switch (trade.side()) {
            case BUY -> change.bought(units, gross, charges);
            case SELL -> change.sold(units, gross, charges);
        }
        return change.position();
    }

    static Position of(Position before, FoldedActivity activity, BookRules rules) {
        ActivityTerms terms = activity.terms();
        if (activity.isCorporateAction() && !before.isOpen()) {
            return before;
        }
        PositionChange change = new PositionChange(
                before, rules, activity.conversion(), terms.type().movesMoney());
        change.apply(activity);
        return change.position();
    }

    private void apply(FoldedActivity activity) {
        ActivityTerms terms = activity.terms();
        BigDecimal tax = activity.tax().value();
        switch (terms.type()) {
            case DIVIDEND ->
                income = income.add(amount(signedTotal(terms).subtract(tax)).converted());
            case RETURN_OF_CAPITAL -> returned(amount(signedTotal(terms).subtract(tax)));
            case COST_ADJUSTMENT -> adjusted(amount(signedTotal(terms)));
            case SPLIT -> split(terms.ratio().orElseThrow());
            case BONUS -> bonus(terms);
            case CASH_IN_LIEU -> {
                BigDecimal proceeds = terms.total().orElseThrow();
                left(
                        terms.volume().orElseThrow().value(),
                        amount((held.signum() < 0 ? proceeds.negate() : proceeds).subtract(tax)));
            }
            case TRANSFER_IN ->
                bought(
                        terms.volume().orElseThrow().value(),
                        amount(terms.total().orElseThrow()),
                        Amount.ZERO);
            case TRANSFER_OUT -> leftAtCost(terms.volume().orElseThrow().value());
            case DEPOSIT, WITHDRAWAL, INTEREST, CHARGE -> {
                // Cash is no position: its balance is added up where it is asked for.
            }
        }
    }

    /** What the units held get, which is negative for those owed. */
    private BigDecimal signedTotal(ActivityTerms terms) {
        return terms.perUnit()
                .map(held::multiply)
                .orElseGet(() -> held.signum() < 0
                        ? terms.total().orElseThrow().negate()
                        : terms.total().orElseThrow());
    }

    private void bought(BigDecimal units, Amount gross, Amount charges) {
        BigDecimal owed = held.negate();
        if (owed.signum() <= 0) {
            entered(units, gross.plus(charges), charges);
        } else if (units.compareTo(owed) <= 0) {
            left(units, gross.plus(charges).negated());
        } else {
            Amount grossClosing = gross.share(owed, units);
            Amount chargesClosing = charges.share(owed, units);
            left(owed, grossClosing.plus(chargesClosing).negated());
            Amount chargesOpening = charges.minus(chargesClosing);
            entered(units.subtract(owed), gross.minus(grossClosing).plus(chargesOpening), chargesOpening);
        }
    }

    private void sold(BigDecimal units, Amount gross, Amount charges) {
        if (units.compareTo(held.max(BigDecimal.ZERO)) > 0 && !rules.allowShort()) {
            throw new IllegalArgumentException("Cannot sell " + units + " of " + held);
        }
        if (held.signum() <= 0) {
            entered(units.negate(), gross.minus(charges).negated(), charges);
        } else if (units.compareTo(held) <= 0) {
            left(units, gross.minus(charges));
        } else {
            BigDecimal closing = held;
            Amount grossClosing = gross.share(closing, units);
            Amount chargesClosing = charges.share(closing, units);
            left(closing, grossClosing.minus(chargesClosing));
            Amount chargesOpening = charges.minus(chargesClosing);
            entered(
                    units.subtract(closing).negate(),
                    gross.minus(grossClosing).minus(chargesOpening).negated(),
                    chargesOpening);
        }
    }

    private void split(Ratio ratio) {
        held = limited(ratio.of(held));
        if (held.signum() == 0) {
            pools(Pool::lost);
            fees = BigDecimal.ZERO;
        }
    }

    private void bonus(ActivityTerms terms) {
        BigDecimal added = terms.ratio()
                .map(ratio -> ratio.of(held))
                .orElseGet(() -> held.signum() < 0
                        ? terms.volume().orElseThrow().value().negate()
                        : terms.volume().orElseThrow().value());
        held = limited(held.add(terms.whole() ? added.setScale(0, RoundingMode.DOWN) : added));
    }

    private static BigDecimal limited(BigDecimal units) {
        return units.min(MOST_UNITS).max(MOST_UNITS.negate());
    }

    private void entered(BigDecimal units, Amount cost, Amount charges) {
        pools(cost, Pool::entered);
        fees = fees.add(charges.converted());
        held = held.add(units);
    }

    private void left(BigDecimal units, Amount proceeds) {
        BigDecimal before = held;
        pools(proceeds, (all, money) -> all.left(units, before, money));
        removeUnits(units);
    }

    private void leftAtCost(BigDecimal units) {
        BigDecimal before = held;
        pools(all -> all.leftAtCost(units, before));
        removeUnits(units);
    }

    private void removeUnits(BigDecimal units) {
        fees = fees.subtract(Pool.share(fees, units, held));
        held = held.signum() < 0 ? held.add(units) : held.subtract(units);
    }

    private void returned(Amount capital) {
        pools(capital, (all, money) -> all.returned(money, held));
    }

    private void adjusted(Amount change) {
        pools(change, (all, money) -> all.adjusted(money, held));
    }

    private interface Transition {
        Pool apply(Pool pool, BigDecimal money);
    }

    private interface UnitTransition {
        Pool apply(Pool pool);
    }

    private void pools(UnitTransition transition) {
        pools(Amount.ZERO, (all, _) -> transition.apply(all));
    }

    /** Changes the amounts in the portfolio's currency, and those in the currency of the records where it is another one. */
    private void pools(Amount amount, Transition transition) {
        pool = transition.apply(pool, amount.converted());
        if (local instanceof LocalAmounts.Foreign(var currency, var cost, var realised)) {
            Pool after = transition.apply(new Pool(cost, realised), amount.own());
            local = new LocalAmounts.Foreign(currency, after.cost(), after.realised());
        }
    }

    private Position position() {
        return new Position(held, pool.cost(), fees, pool.realised(), income, local);
    }
}
