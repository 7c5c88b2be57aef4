package io.trakkit.domain.explain;

import io.trakkit.domain.returns.rate.PresentValue;
import io.trakkit.domain.value.Decimals;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;

/** What a flow is worth on the day of the first one, at a rate of the money-weighted return, written down in figures. */
public final class PresentValueFormula {

    private static final int DAYS_OF_YEAR = 365;

    private static final BigDecimal MOST_ANNUAL = new BigDecimal("1e7");
    private static final BigDecimal LEAST_ANNUAL = new BigDecimal("1e-7");

    /** The decimals of a present value, for display. */
    private static final int SCALE = 8;

    /** The digits of a growth, for display: present values are not rounded to them. */
    private static final MathContext DIGITS = new MathContext(12, RoundingMode.HALF_EVEN);

    private PresentValueFormula() {}

    /**
     * The present value: amount × discount^days.
     *
     * @param discount what one unit of money in a day is worth today
     */
    public static BigDecimal presentValue(BigDecimal amount, int days, BigDecimal discount) {
        return amount.multiply(discount.pow(days, PresentValue.PRECISION), PresentValue.PRECISION);
    }

    /** A present value as it is shown, with at most {@value #SCALE} decimals (HALF_EVEN). */
    public static BigDecimal rounded(BigDecimal presentValue) {
        return Decimals.normalised(presentValue.setScale(SCALE, RoundingMode.HALF_EVEN));
    }

    /**
     * The growth of one unit of money in a year, to 12 digits (HALF_EVEN); empty beyond ten million times a year and below a
     * ten-millionth, which are thousands of digits at times.
     */
    public static Optional<BigDecimal> annualGrowth(BigDecimal discount) {
        BigDecimal growth =
                BigDecimal.ONE.divide(discount.pow(DAYS_OF_YEAR, PresentValue.PRECISION), PresentValue.PRECISION);
        return growth.compareTo(MOST_ANNUAL) > 0 || growth.compareTo(LEAST_ANNUAL) < 0
                ? Optional.empty()
                : Optional.of(Decimals.normalised(growth.round(DIGITS)));
    }

    /** The growth of one unit of money in a day, to 12 digits (HALF_EVEN). */
    public static BigDecimal dailyGrowth(BigDecimal discount) {
        return Decimals.normalised(
                BigDecimal.ONE.divide(discount, PresentValue.PRECISION).round(DIGITS));
    }

    /**
     * The present value in figures, such as {@code 1,100 ÷ 1.1^(365 ÷ 365) ≈ 1,000}; "=" on the first day only, as no rate is exact.
     * By the growth of a day where that of a year has no figure: {@code 200 ÷ 2^1 ≈ 100}.
     */
    public static String of(BigDecimal amount, int days, BigDecimal discount) {
        String exponent = Sum.text(BigDecimal.valueOf(days));
        String growth = annualGrowth(discount)
                .map(annual -> Sum.text(annual) + "^(" + exponent + " ÷ " + DAYS_OF_YEAR + ")")
                .orElseGet(() -> Sum.text(dailyGrowth(discount)) + "^" + exponent);
        return Sum.text(Decimals.normalised(amount)) + " ÷ " + growth + (days == 0 ? " = " : " ≈ ")
                + Sum.text(rounded(presentValue(amount, days, discount)));
    }
}
