package io.trakkit.domain.trade;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Texts;

/**
 * The name that a broker gives a trade, unique per client: 1 to 64 of {@code A–Z a–z 0–9 . _ : = + @ ~ -}, but not
 * {@code .} or {@code ..}, which a URL cannot carry as a path segment.
 */
public record RefId(String value) implements Comparable<RefId> {

    static final int MAX_CHARACTERS = 64;
    private static final String PUNCTUATION = "._:=+@~-";

    /** @throws InvalidValueException if the text breaks the rule above */
    public RefId {
        if (!Texts.consistsOf(value, MAX_CHARACTERS, RefId::isAllowed) || value.equals(".") || value.equals("..")) {
            throw new InvalidValueException(
                    "must have 1 to 64 of these characters: A-Z a-z 0-9 . _ : = + @ ~ -; \".\" and \"..\" are not allowed");
        }
    }

    private static boolean isAllowed(char character) {
        return Texts.isDigit(character)
                || Texts.isUpper(character)
                || Texts.isLower(character)
                || PUNCTUATION.indexOf(character) >= 0;
    }

    @Override
    public int compareTo(RefId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
