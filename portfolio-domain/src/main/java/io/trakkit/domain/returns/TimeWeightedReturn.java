package io.trakkit.domain.returns;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * The growth of one unit of money, regardless of deposits and withdrawals: the product of the growth of the sub-periods
 * between flows. The growth of a sub-period is the value right before the flow that ends it ÷ the value right after the flow
 * that began it. A sub-period that begins with the value zero or less, as short positions have it, is left out: there is
 * nothing that could grow. One that ends with less than zero has lost all, and counts as zero.
 *
 * @param growth the product up to the last flow, to {@value #DIGITS} digits (HALF_EVEN)
 * @param begin the value right after the last flow
 * @param invested whether there has been any value above zero
 */
public record TimeWeightedReturn(BigDecimal growth, BigDecimal begin, boolean invested) {

    /** So many that no percentage with its four decimals is longer, after any number of flows. */
    private static final int DIGITS = 68;

    private static final MathContext PRECISION = new MathContext(DIGITS, RoundingMode.HALF_EVEN);

    /** A span that begins with a value. */
    public static TimeWeightedReturn startingWith(BigDecimal value) {
        return new TimeWeightedReturn(BigDecimal.ONE, value, value.signum() > 0);
    }

    /** The return after a flow, from the values right before and right after it. */
    public TimeWeightedReturn flow(BigDecimal before, BigDecimal after) {
        return new TimeWeightedReturn(growthTo(before), after, invested || before.signum() > 0 || after.signum() > 0);
    }

    /** The return in percent up to a moment with this value; empty if there has been no value above zero yet. */
    public Optional<BigDecimal> percentage(BigDecimal value) {
        return invested || value.signum() > 0
                ? Optional.of(Percentage.of(growthTo(value).subtract(BigDecimal.ONE)))
                : Optional.empty();
    }

    /** The growth up to a moment with this value, to {@value #DIGITS} digits (HALF_EVEN). */
    BigDecimal growthTo(BigDecimal end) {
        return begin.signum() <= 0
                ? growth
                : growth.multiply(end.max(BigDecimal.ZERO)).divide(begin, PRECISION);
    }
}
