package io.trakkit.domain.value;

import java.math.BigDecimal;

/**
 * An exchange rate: units of one currency per unit of another. More than zero, at most
 * {@value Decimals#MAX_INTEGER_DIGITS} digits before the point and {@value Decimals#MAX_FRACTION_DIGITS} after it;
 * normalised.
 */
public record FxRate(BigDecimal value) {

    public static final FxRate ONE = new FxRate(BigDecimal.ONE);

    /** @throws InvalidValueException if the number breaks the rule above; it is never rounded */
    public FxRate {
        value = Decimals.positive(value);
    }

    /** Reads a literal such as "0.92". */
    public static FxRate of(String literal) {
        return new FxRate(new BigDecimal(literal));
    }

    public boolean isOne() {
        return value.compareTo(BigDecimal.ONE) == 0;
    }

    @Override
    public String toString() {
        return value.toPlainString();
    }
}
