package io.trakkit.domain.value;

import java.math.BigDecimal;

/**
 * The price of ONE unit, the wire's {@code amount}: zero or more, at most {@value Decimals#MAX_INTEGER_DIGITS} digits
 * before the point and {@value Decimals#MAX_FRACTION_DIGITS} after it; normalised, so that 100 and 100.00 are equal.
 */
public record Price(BigDecimal value) {

    private static final BigDecimal LARGEST = BigDecimal.TEN
            .pow(Decimals.MAX_INTEGER_DIGITS)
            .subtract(BigDecimal.ONE.movePointLeft(Decimals.MAX_FRACTION_DIGITS));

    /** @throws InvalidValueException if the number breaks the rule above; it is never rounded */
    public Price {
        value = Decimals.notNegative(value);
    }

    /** Reads a literal such as "438.57". */
    public static Price of(String literal) {
        return new Price(new BigDecimal(literal));
    }

    /**
     * A price as a market quotes it, which is more than zero.
     *
     * @throws InvalidValueException if the number is zero, or breaks the rule above
     */
    public static Price quoted(BigDecimal number) {
        return new Price(Decimals.positive(number));
    }

    /**
     * The price of one of several units with that total, rounded to {@value Decimals#MAX_FRACTION_DIGITS} decimals
     * (HALF_EVEN). No price is larger than the largest one that can be stated.
     */
    public static Price average(BigDecimal total, BigDecimal units) {
        return new Price(
                Decimals.quotient(total, units, Decimals.MAX_FRACTION_DIGITS).min(LARGEST));
    }

    /** The price of one unit after a split; rounded as {@link #average} does. */
    public Price split(Ratio ratio) {
        return average(value.multiply(ratio.denominator()), ratio.numerator());
    }

    /** The price of one unit after a bonus issue of new units per old one; rounded as {@link #average} does. */
    public Price diluted(Ratio bonus) {
        return average(value.multiply(bonus.denominator()), bonus.numerator().add(bonus.denominator()));
    }

    /** Whether the unit is free, as a bonus share is, or worthless. */
    public boolean isZero() {
        return value.signum() == 0;
    }

    /** As money is written: with two decimals at least, such as 5.00. */
    public String money() {
        return (value.scale() < 2 ? value.setScale(2) : value).toPlainString();
    }

    @Override
    public String toString() {
        return value.toPlainString();
    }
}
