package io.trakkit.domain.price;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Texts;

/** The source of a quote, such as {@code http} or {@code manual}: 1 to 32 of {@code a–z 0–9 . _ -}. */
public record PriceSourceName(String value) {

    private static final int MAX_CHARACTERS = 32;
    private static final String PUNCTUATION = "._-";

    /** @throws InvalidValueException if the text breaks the rule above */
    public PriceSourceName {
        if (!Texts.consistsOf(value, MAX_CHARACTERS, PriceSourceName::isAllowed)) {
            throw new InvalidValueException("must have 1 to 32 of these characters: a-z 0-9 . _ -");
        }
    }

    private static boolean isAllowed(char character) {
        return Texts.isLower(character) || Texts.isDigit(character) || PUNCTUATION.indexOf(character) >= 0;
    }

    @Override
    public String toString() {
        return value;
    }
}
