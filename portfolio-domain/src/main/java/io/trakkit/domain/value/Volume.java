package io.trakkit.domain.value;

import java.math.BigDecimal;

/**
 * How many units a trade moves: more than zero, at most {@value Decimals#MAX_INTEGER_DIGITS} digits before the point and
 * {@value Decimals#MAX_FRACTION_DIGITS} after it; normalised, so that 100 and 100.00 are equal.
 */
public record Volume(BigDecimal value) {

    /** @throws InvalidValueException if the number breaks the rule above; it is never rounded */
    public Volume {
        value = Decimals.positive(value);
    }

    /** Reads a literal such as "0.5". */
    public static Volume of(String literal) {
        return new Volume(new BigDecimal(literal));
    }

    @Override
    public String toString() {
        return value.toPlainString();
    }
}
