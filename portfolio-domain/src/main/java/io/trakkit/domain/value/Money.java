package io.trakkit.domain.value;

import java.math.BigDecimal;

/**
 * An amount of money that a broker states, such as a fee or a total: zero or more, at most
 * {@value Decimals#MAX_INTEGER_DIGITS} digits before the point and {@value Decimals#MAX_FRACTION_DIGITS} after it;
 * normalised, so that 5 and 5.00 are equal. Its currency is that of the record that holds it.
 */
public record Money(BigDecimal value) {

    public static final Money ZERO = new Money(BigDecimal.ZERO);

    /** @throws InvalidValueException if the number breaks the rule above; it is never rounded */
    public Money {
        value = Decimals.notNegative(value);
    }

    /** Reads a literal such as "4.90". */
    public static Money of(String literal) {
        return new Money(new BigDecimal(literal));
    }

    public boolean isZero() {
        return value.signum() == 0;
    }

    @Override
    public String toString() {
        return value.toPlainString();
    }
}
