package io.trakkit.domain.position;

import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.value.Decimals;
import java.math.BigDecimal;
import java.util.Optional;

/** A position while records change it, by moving weighted average cost. */
public final class PositionChange implements CostBook {

    private BigDecimal held;
    private Pool pool;
    private BigDecimal fees;
    private BigDecimal income;
    private LocalAmounts local;

    public PositionChange(Position before) {
        held = before.held();
        pool = new Pool(before.cost(), before.realised());
        fees = before.fees();
        income = before.income();
        local = before.local();
    }

    static Position of(Position before, FoldedRecord applied, BookRules rules) {
        PositionChange change = new PositionChange(before);
        RecordRules.apply(applied, rules, change);
        return change.position();
    }

    /** The position with the changes so far. */
    public Position position() {
        return new Position(held, pool.cost(), fees, pool.realised(), income, local);
    }

    @Override
    public BigDecimal held() {
        return held;
    }

    @Override
    public void statedIn(Optional<Conversion> foreign) {
        local = LocalAmounts.stated(local, foreign);
    }

    @Override
    public void entered(BigDecimal units, Amount cost, Amount charges) {
        pools(cost, Pool::entered);
        fees = fees.add(charges.converted());
        held = held.add(units);
    }

    @Override
    public void left(BigDecimal units, Amount proceeds, Amount charges) {
        pools(proceeds, (all, money) -> all.left(units, held, money));
        removeUnits(units);
    }

    @Override
    public void leftAtCost(BigDecimal units) {
        pools(Amount.ZERO, (all, _) -> all.leftAtCost(units, held));
        removeUnits(units);
    }

    private void removeUnits(BigDecimal units) {
        fees = fees.subtract(Decimals.share(fees, units, held.abs()));
        held = held.signum() < 0 ? held.add(units) : held.subtract(units);
    }

    @Override
    public void returned(Amount capital) {
        pools(capital, (all, money) -> all.returned(money, held));
    }

    @Override
    public void adjusted(Amount change) {
        pools(change, (all, money) -> all.adjusted(money, held));
    }

    @Override
    public void scaled(BigDecimal heldAfter) {
        held = heldAfter;
        if (held.signum() == 0) {
            pools(Amount.ZERO, (all, _) -> all.lost());
            fees = BigDecimal.ZERO;
        }
    }

    @Override
    public void enteredFree(BigDecimal units) {
        held = held.add(units);
    }

    @Override
    public void earned(Amount money) {
        income = income.add(money.converted());
    }

    private interface Transition {
        Pool apply(Pool pool, BigDecimal money);
    }

    /** Changes the amounts in the portfolio's currency, and those in the currency of the records where it is another one. */
    private void pools(Amount amount, Transition transition) {
        pool = transition.apply(pool, amount.converted());
        if (local instanceof LocalAmounts.Foreign(var currency, var cost, var realised)) {
            Pool after = transition.apply(new Pool(cost, realised), amount.own());
            local = new LocalAmounts.Foreign(currency, after.cost(), after.realised());
        }
    }
}
