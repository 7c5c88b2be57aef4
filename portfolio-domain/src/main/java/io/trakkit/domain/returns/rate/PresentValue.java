package io.trakkit.domain.returns.rate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The present value of cash flows, as a polynomial in the daily discount factor. Since days are whole numbers, so are its
 * exponents, and decimal arithmetic is enough.
 *
 * @param amounts the flows, none of them zero, the first on day 0
 * @param gaps the number of days from each flow to the next one
 * @param days the number of days from the first flow to the last one
 */
public record PresentValue(List<BigDecimal> amounts, List<Integer> gaps, int days) {

    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    /** The precision of every step: 40 digits, HALF_EVEN. */
    public static final MathContext PRECISION = new MathContext(40, RoundingMode.HALF_EVEN);

    /** The relative error of one step of a balance: that of the discount, 10⁻²⁸, times the days of any gap. */
    private static final BigDecimal ERROR_OF_STEP = new BigDecimal("1e-23");

    private static final BigDecimal NEARLY_NOTHING = new BigDecimal("1e-15");

    /** The polynomial's value at a discount, and its slope there. */
    record Evaluation(BigDecimal value, BigDecimal slope) {}

    /** Upper bounds of the absolute value, slope and curvature at a discount and all smaller ones. */
    record Bounds(BigDecimal value, BigDecimal slope, BigDecimal curvature) {}

    public static PresentValue of(SortedMap<LocalDate, BigDecimal> flows) {
        List<BigDecimal> amounts = new ArrayList<>();
        List<Integer> gaps = new ArrayList<>();
        LocalDate last = null;
        int days = 0;
        for (Map.Entry<LocalDate, BigDecimal> flow : flows.entrySet()) {
            if (flow.getValue().signum() != 0) {
                if (last != null) {
                    int gap = (int) ChronoUnit.DAYS.between(last, flow.getKey());
                    gaps.add(gap);
                    days += gap;
                }
                amounts.add(flow.getValue());
                last = flow.getKey();
            }
        }
        return new PresentValue(List.copyOf(amounts), List.copyOf(gaps), days);
    }

    Evaluation at(BigDecimal discount) {
        return at(discount, PRECISION);
    }

    /** Evaluates the polynomial by Horner's rule. */
    Evaluation at(BigDecimal discount, MathContext precision) {
        BigDecimal value = amounts.getLast();
        BigDecimal slope = BigDecimal.ZERO;
        for (int i = gaps.size() - 1; i >= 0; i--) {
            int gap = gaps.get(i);
            BigDecimal before = discount.pow(gap - 1, precision);
            BigDecimal power = before.multiply(discount, precision);
            slope = slope.multiply(power, precision)
                    .add(value.multiply(before, precision).multiply(BigDecimal.valueOf(gap)), precision);
            value = value.multiply(power, precision).add(amounts.get(i), precision);
        }
        return new Evaluation(value, slope);
    }

    /** The bounds of the polynomial whose flows all have the same sign; each of its terms grows with the discount. */
    Bounds boundsUpTo(BigDecimal discount, MathContext precision) {
        BigDecimal value = amounts.getLast().abs();
        BigDecimal slope = BigDecimal.ZERO;
        BigDecimal curvature = BigDecimal.ZERO;
        for (int i = gaps.size() - 1; i >= 0; i--) {
            BigDecimal gap = BigDecimal.valueOf(gaps.get(i));
            BigDecimal power = discount.pow(gaps.get(i), precision);
            BigDecimal steepness = gap.divide(discount, precision);
            BigDecimal bend = steepness.multiply(gap.subtract(BigDecimal.ONE).divide(discount, precision), precision);
            curvature = curvature
                    .add(slope.multiply(steepness, precision).multiply(TWO), precision)
                    .add(value.multiply(bend, precision), precision)
                    .multiply(power, precision);
            slope = slope.add(value.multiply(steepness, precision), precision).multiply(power, precision);
            value = value.multiply(power, precision).add(amounts.get(i).abs(), precision);
        }
        return new Bounds(value, slope, curvature);
    }

    /** How often the flows change their sign. */
    int changesOfSign() {
        int changes = 0;
        for (int i = 1; i < amounts.size(); i++) {
            if (amounts.get(i).signum() != amounts.get(i - 1).signum()) {
                changes++;
            }
        }
        return changes;
    }

    /**
     * Whether, at this discount, the invested balance surely never changes its sign before the last flow, so that the owner never
     * owes anything to the investment. If so, no other discount balances the flows (Soper 1959). A balance within the error of the
     * discount and of rounding is zero as long as that error is next to nothing beside the flow, and proves nothing after that.
     */
    boolean staysInvested(BigDecimal discount) {
        BigDecimal balance = amounts.getFirst();
        BigDecimal error = BigDecimal.ZERO;
        int side = balance.signum();
        for (int i = 0; i < gaps.size() - 1; i++) {
            BigDecimal power = discount.pow(gaps.get(i), PRECISION);
            BigDecimal grown = balance.divide(power, PRECISION);
            BigDecimal flow = amounts.get(i + 1);
            balance = grown.add(flow, PRECISION);
            error = error.divide(power, PRECISION)
                    .add(grown.abs().add(flow.abs()).multiply(ERROR_OF_STEP), PRECISION);
            boolean isSure = balance.abs().compareTo(error) > 0;
            if (isSure ? balance.signum() != side : error.compareTo(flow.abs().multiply(NEARLY_NOTHING)) > 0) {
                return false;
            }
        }
        return true;
    }
}
