package io.trakkit.domain.returns;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/**
 * What one unit of money would have become, whatever was put in and taken out on the way: the product of the growth of
 * sub-periods, of which each is (end + taken out) ÷ (begin + put in). What is put in works from the start of its
 * sub-period on, what is taken out up to its end.
 *
 * @param growth the product so far, to 34 digits (HALF_EVEN)
 * @param invested whether there was any money yet that could grow
 */
public record TimeWeightedReturn(BigDecimal growth, boolean invested) {

    /** Before the first sub-period. */
    public static TimeWeightedReturn startingWith(BigDecimal value) {
        return new TimeWeightedReturn(BigDecimal.ONE, value.signum() != 0);
    }

    /**
     * One sub-period more. One in which no money is at work changes nothing.
     *
     * @param begin the value at its start
     * @param flows what was put in and taken out during it
     * @param end the value at its end
     */
    public TimeWeightedReturn then(BigDecimal begin, Flows flows, BigDecimal end) {
        BigDecimal atWork = begin.add(flows.in());
        if (atWork.signum() == 0) {
            return this;
        }
        BigDecimal became = end.add(flows.out());
        return new TimeWeightedReturn(growth.multiply(became).divide(atWork, MathContext.DECIMAL128), true);
    }

    /** The return in percent; empty where no money was at work yet. */
    public Optional<BigDecimal> percentage() {
        return invested ? Optional.of(Percentage.of(growth.subtract(BigDecimal.ONE))) : Optional.empty();
    }
}
