package io.trakkit.domain.portfolio;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Texts;

/** The tenant of the platform that owns portfolios and trades: 1 to 64 of {@code a–z 0–9 _ -}. */
public record ClientId(String value) implements Comparable<ClientId> {

    private static final int MAX_CHARACTERS = 64;

    /** The built-in client, for which every request acts until others are set up. */
    public static final ClientId DEFAULT = new ClientId("default");

    /** @throws InvalidValueException if the text breaks the rule above */
    public ClientId {
        if (!Texts.consistsOf(value, MAX_CHARACTERS, ClientId::isAllowed)) {
            throw new InvalidValueException("must have 1 to 64 of these characters: a-z 0-9 _ -");
        }
    }

    private static boolean isAllowed(char character) {
        return Texts.isLower(character) || Texts.isDigit(character) || character == '_' || character == '-';
    }

    @Override
    public int compareTo(ClientId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
