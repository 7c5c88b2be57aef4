package io.trakkit.domain.lots;

import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.value.Decimals;
import java.math.BigDecimal;

/** A lot while records take units from it. By average cost only its units count. */
final class OpenLot {

    /** Finer than any difference of two costs per unit that matters. */
    private static final int COST_PER_UNIT_SCALE = 38;

    final TradeOrder acquired;

    /** How many, of either sign: more than zero. */
    BigDecimal units;

    BigDecimal cost;

    /** The cost in the currency of the records, where all share one that is not the portfolio's. */
    BigDecimal ownCost;

    BigDecimal fees;

    /** Of one unit. What is taken from the lot leaves it as it is, but for rounding. */
    BigDecimal costPerUnit = BigDecimal.ZERO;

    OpenLot(TradeOrder acquired, BigDecimal units, BigDecimal cost, BigDecimal ownCost, BigDecimal fees) {
        this.acquired = acquired;
        this.units = units;
        this.cost = cost;
        this.ownCost = ownCost;
        this.fees = fees;
    }

    /** @param isShort whether the units are owed, so that cost and units are both negative */
    void rate(boolean isShort) {
        costPerUnit = Decimals.shortQuotient(isShort ? cost.negate() : cost, units, COST_PER_UNIT_SCALE);
    }

    void add(BigDecimal moreCost, BigDecimal moreOwnCost, BigDecimal moreFees) {
        cost = cost.add(moreCost);
        ownCost = ownCost.add(moreOwnCost);
        fees = fees.add(moreFees);
    }
}
