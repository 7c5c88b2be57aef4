package io.trakkit.domain.price;

import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.InvalidValueException;

/** Two currencies. Their rate is how many units of the second one unit of the first costs: USD/EUR at 0.90. */
public record CurrencyPair(CurrencyCode base, CurrencyCode quote) {

    private static final char SEPARATOR = '/';

    /** @throws InvalidValueException if both are the same */
    public CurrencyPair {
        if (base.equals(quote)) {
            throw new InvalidValueException("must be two currencies, not " + base + " twice");
        }
    }

    /**
     * Reads a text such as USD/EUR.
     *
     * @throws InvalidValueException if it is no pair of currencies of ISO 4217
     */
    public static CurrencyPair parse(String text) {
        int slash = text.indexOf(SEPARATOR);
        if (slash < 0) {
            throw new InvalidValueException("must be two currencies such as USD/EUR, not \"" + text + '"');
        }
        return new CurrencyPair(
                CurrencyCode.parse(text.substring(0, slash)), CurrencyCode.parse(text.substring(slash + 1)));
    }

    @Override
    public String toString() {
        return base.value() + SEPARATOR + quote.value();
    }
}
