package io.trakkit.domain;

import java.util.regex.Pattern;

/** The tenant of the platform that owns portfolios and trades: 1 to 64 of {@code a–z 0–9 _ -}. */
public record ClientId(String value) implements Comparable<ClientId> {

    // Stands before DEFAULT, whose construction needs it.
    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9_-]{1,64}");

    /** The built-in client, for which every request acts until others are set up. */
    public static final ClientId DEFAULT = new ClientId("default");

    /** @throws InvalidValueException if the text breaks the rule above */
    public ClientId {
        if (!ALLOWED.matcher(value).matches()) {
            throw new InvalidValueException("must be 1 to 64 of a-z 0-9 _ -");
        }
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
