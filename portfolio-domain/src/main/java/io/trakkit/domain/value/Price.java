package io.trakkit.domain.value;

import java.math.BigDecimal;

/**
 * The price of ONE unit, the wire's {@code amount}: zero or more, at most {@value Decimals#MAX_INTEGER_DIGITS} digits
 * before the point and {@value Decimals#MAX_FRACTION_DIGITS} after it; normalised, so that 100 and 100.00 are equal.
 */
public record Price(BigDecimal value) {

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

    /** The total of a volume at this price, rounded to {@value Decimals#MONEY_SCALE} decimals (HALF_EVEN). */
    public BigDecimal total(Volume volume) {
        return Decimals.money(value.multiply(volume.value()));
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
