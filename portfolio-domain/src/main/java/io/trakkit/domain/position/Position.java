package io.trakkit.domain.position;

import io.trakkit.domain.value.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The result of a sequence of records of one ticker, by moving weighted average cost, in the portfolio's currency.
 *
 * <p>Money has at most {@value Decimals#MONEY_SCALE} decimals. What is rounded to this scale (HALF_EVEN): the money of a
 * record, converted, and the cost of the units that leave where others stay. The rounding difference stays in the remaining
 * cost. When all units leave, all the cost leaves with them.
 *
 * @param held the units held; negative for a short position
 * @param cost the cost of the units held, charges included; of a short position minus its net proceeds; zero if none is held
 * @param fees the charges in {@code cost}
 * @param realised the gain of all units that left so far: proceeds minus their cost, charges counted in both
 * @param income the dividends so far, without tax; negative where a short position has paid more
 * @param local cost and realised gain in the currency of the records
 */
public record Position(
        BigDecimal held, BigDecimal cost, BigDecimal fees, BigDecimal realised, BigDecimal income, LocalAmounts local) {

    /** A position without units and gain. */
    public static final Position EMPTY = new Position(
            BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, LocalAmounts.NONE);

    /**
     * Normalises the numbers, so that equal positions are {@code equals}.
     *
     * @throws IllegalArgumentException if units have a negative cost, or no units have a cost
     */
    public Position {
        held = Decimals.normalised(held);
        cost = Decimals.normalised(cost);
        fees = Decimals.normalised(fees);
        realised = Decimals.normalised(realised);
        income = Decimals.normalised(income);
        if ((held.signum() > 0 && cost.signum() < 0) || (held.signum() == 0 && cost.signum() != 0)) {
            throw new IllegalArgumentException("A position of " + held + " cannot cost " + cost);
        }
    }

    /** A position without charges and income, all in the portfolio's currency. */
    public Position(BigDecimal held, BigDecimal cost, BigDecimal realised) {
        this(held, cost, BigDecimal.ZERO, realised, BigDecimal.ZERO, LocalAmounts.PORTFOLIO);
    }

    /** Whether units are held, or owed. */
    public boolean isOpen() {
        return held.signum() != 0;
    }

    /** The average cost of one unit, with two decimals (HALF_EVEN), for display only; 0.00 if none is held. */
    public BigDecimal averageCost() {
        return average(cost);
    }

    /** As {@link #averageCost}, without the charges. */
    public BigDecimal averageExcludingFees() {
        return average(cost.subtract(fees));
    }

    private BigDecimal average(BigDecimal amount) {
        return isOpen() ? amount.divide(held, 2, RoundingMode.HALF_EVEN) : BigDecimal.ZERO.setScale(2);
    }
}
