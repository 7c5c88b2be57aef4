package io.trakkit.domain.value;

import java.math.BigDecimal;

/**
 * A ratio of units, such as the 3:2 of a split or the 1 per 4 of a bonus issue. Both parts are more than zero, with the digits
 * that a {@link Volume} can have. As they are stated: 2:1 and 4:2 multiply alike and are not equal.
 */
public record Ratio(BigDecimal numerator, BigDecimal denominator) {

    /** @throws InvalidValueException if a part breaks the rule above; it is never rounded */
    public Ratio {
        numerator = Decimals.positive(numerator);
        denominator = Decimals.positive(denominator);
    }

    /** Units times this ratio, rounded to {@value Decimals#MAX_FRACTION_DIGITS} decimals (HALF_EVEN) where it must be. */
    public BigDecimal of(BigDecimal units) {
        return Decimals.quotient(units.multiply(numerator), denominator, Decimals.MAX_FRACTION_DIGITS);
    }

    /** The whole units of units times this ratio: fractions are dropped, also of owed ones, and nothing is rounded up. */
    public BigDecimal wholeOf(BigDecimal units) {
        return units.multiply(numerator).divideToIntegralValue(denominator);
    }

    @Override
    public String toString() {
        return numerator.toPlainString() + ":" + denominator.toPlainString();
    }
}
