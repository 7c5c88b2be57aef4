package io.trakkit.domain.returns.rate;

import io.trakkit.domain.returns.rate.PresentValue.Evaluation;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Searches for the discount factors at which flows balance. Between two discounts of different sign it takes Newton steps,
 * and bisects if such a step leaves the bracket or is slow (Press et al., Numerical Recipes, 9.4).
 */
public final class RateSearch {

    private static final MathContext PRECISION = PresentValue.PRECISION;
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    /** The relative error of a discount that is found. */
    private static final BigDecimal TOLERANCE = new BigDecimal("1e-28");

    private static final int MOST_DOUBLINGS = 400;
    private static final int MOST_STEPS = 1_000;

    private final PresentValue presentValue;

    private RateSearch(PresentValue presentValue) {
        this.presentValue = presentValue;
    }

    /** The discounts, in the order of ascending rates. */
    public record Found(Solution solution, List<BigDecimal> discounts) {

        public static final Found NONE = new Found(Solution.NONE, List.of());
    }

    public static Found in(PresentValue presentValue) {
        return presentValue.changesOfSign() == 0 ? Found.NONE : new RateSearch(presentValue).search();
    }

    /**
     * Finds one discount. With one change of sign it is the only one, by Descartes' rule. With more changes, either Soper's
     * condition proves that, or the search goes on for all discounts.
     */
    private Found search() {
        Optional<BigDecimal> one = outward();
        if (one.isPresent() && (presentValue.changesOfSign() == 1 || presentValue.staysInvested(one.get()))) {
            return new Found(Solution.UNIQUE, List.of(one.get()));
        }
        RateIsolation.Isolated isolated = RateIsolation.of(presentValue);
        List<BigDecimal> all = Stream.concat(
                        isolated.crossings().stream().map(span -> between(span.low(), span.high())),
                        isolated.touches().stream().map(RateIsolation.Span::middle))
                .sorted(Comparator.reverseOrder())
                .toList();
        if (all.size() == 1) {
            return new Found(isolated.isProven() ? Solution.UNIQUE : Solution.FOUND, all);
        }
        return all.isEmpty() ? Found.NONE : new Found(Solution.SEVERAL, all);
    }

    /**
     * Searches outward from 1. If the first and the last flow differ in sign, so does the value at discounts near zero and at
     * large ones.
     */
    private Optional<BigDecimal> outward() {
        int nearZero = presentValue.amounts().getFirst().signum();
        if (nearZero == presentValue.amounts().getLast().signum()) {
            return Optional.empty();
        }
        boolean up = sign(BigDecimal.ONE) == nearZero;
        BigDecimal here = BigDecimal.ONE;
        for (int i = 0; i < MOST_DOUBLINGS; i++) {
            BigDecimal there = up ? here.multiply(TWO) : here.divide(TWO);
            if ((sign(there) == nearZero) != up) {
                return Optional.of(up ? between(here, there) : between(there, here));
            }
            here = there;
        }
        return Optional.empty();
    }

    private int sign(BigDecimal discount) {
        return presentValue.at(discount).value().signum();
    }

    /** The discount at which flows balance, between two at which the value differs in sign. */
    private BigDecimal between(BigDecimal low, BigDecimal high) {
        int signAtLow = sign(low);
        if (signAtLow == 0) {
            return low;
        }
        BigDecimal below = low;
        BigDecimal above = high;
        BigDecimal discount = middle(below, above);
        BigDecimal lastStep = above.subtract(below);
        for (int i = 0; i < MOST_STEPS; i++) {
            Evaluation here = presentValue.at(discount);
            if (here.value().signum() == 0) {
                return discount;
            }
            if (here.value().signum() == signAtLow) {
                below = discount;
            } else {
                above = discount;
            }
            BigDecimal step = newton(here).orElse(lastStep);
            BigDecimal next = discount.subtract(step, PRECISION);
            if (isSmall(step, discount)) {
                return next;
            }
            boolean outside = next.compareTo(below) <= 0 || next.compareTo(above) >= 0;
            if (outside || step.abs().multiply(TWO).compareTo(lastStep) > 0) {
                next = middle(below, above);
                step = above.subtract(below);
                if (isSmall(step, discount)) {
                    return next;
                }
            }
            lastStep = step.abs();
            discount = next;
        }
        return discount;
    }

    private static boolean isSmall(BigDecimal step, BigDecimal discount) {
        return step.abs().compareTo(discount.multiply(TOLERANCE)) <= 0;
    }

    /** The Newton step; empty if the slope is zero. */
    private static Optional<BigDecimal> newton(Evaluation here) {
        return here.slope().signum() == 0
                ? Optional.empty()
                : Optional.of(here.value().divide(here.slope(), PRECISION));
    }

    private static BigDecimal middle(BigDecimal low, BigDecimal high) {
        return low.add(high).divide(TWO, PRECISION);
    }
}
