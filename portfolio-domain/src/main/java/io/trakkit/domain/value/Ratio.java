package io.trakkit.domain.value;

import java.math.BigDecimal;

/**
 * A ratio of units, such as the 3:2 of a split or the 1 per 4 of a bonus issue. Both parts are more than zero. As they are
 * stated: 2:1 and 4:2 multiply alike and are not equal.
 */
public record Ratio(BigDecimal numerator, BigDecimal denominator) {

    /** @throws InvalidValueException if a part is not more than zero */
    public Ratio {
        if (numerator.signum() <= 0 || denominator.signum() <= 0) {
            throw new InvalidValueException("must be greater than zero");
        }
        numerator = Decimals.normalised(numerator);
        denominator = Decimals.normalised(denominator);
    }

    /** @throws InvalidValueException if a part has more digits than a {@link Volume} can have */
    public void checkDigits() {
        Decimals.bounded(numerator);
        Decimals.bounded(denominator);
    }

    /** Units times this ratio, rounded to {@value Decimals#MAX_FRACTION_DIGITS} decimals (HALF_EVEN) where it must be. */
    public BigDecimal of(BigDecimal units) {
        return Decimals.quotient(units.multiply(numerator), denominator, Decimals.MAX_FRACTION_DIGITS);
    }

    /** The units after so many new ones per old one: 5:4 of 1:4. */
    public Ratio plusOne() {
        return new Ratio(numerator.add(denominator), denominator);
    }

    /** The ratio the other way round. */
    public Ratio inverse() {
        return new Ratio(denominator, numerator);
    }

    @Override
    public String toString() {
        return numerator.toPlainString() + ":" + denominator.toPlainString();
    }
}
