package io.trakkit.domain.value;

/** The currency of a price, as ISO 4217 writes it: three letters A–Z. */
public record CurrencyCode(String value) {

    private static final int CHARACTERS = 3;

    /** @throws InvalidValueException if the text breaks the rule above; whether such a currency exists is not asked */
    public CurrencyCode {
        if (value.length() != CHARACTERS || !Texts.consistsOf(value, CHARACTERS, Texts::isUpper)) {
            throw new InvalidValueException("must be a currency code of three letters, such as USD");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
