package io.trakkit.domain;

import java.math.BigDecimal;

/**
 * The price of ONE unit, the wire's {@code amount}: more than zero, at most {@value Decimals#MAX_INTEGER_DIGITS} digits
 * before the point and {@value Decimals#MAX_FRACTION_DIGITS} after it; normalised, so that 100 and 100.00 are equal.
 */
public record Price(BigDecimal value) {

    /** @throws InvalidValueException if the number breaks the rule above; it is never rounded */
    public Price {
        value = Decimals.positive(value);
    }

    /** Reads a literal such as "438.57". */
    public static Price of(String literal) {
        return new Price(new BigDecimal(literal));
    }

    @Override
    public String toString() {
        return value.toPlainString();
    }
}
