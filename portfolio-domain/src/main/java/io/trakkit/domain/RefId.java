package io.trakkit.domain;

import java.util.regex.Pattern;

/**
 * The name that a broker gives a trade, unique per client: 1 to 64 of {@code A–Z a–z 0–9 . _ : = + @ ~ -}, but not
 * {@code .} or {@code ..}, which a URL cannot carry as a path segment.
 */
public record RefId(String value) implements Comparable<RefId> {

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._:=+@~-]{1,64}");

    /** @throws InvalidValueException if the text breaks the rule above */
    public RefId {
        if (!ALLOWED.matcher(value).matches() || value.equals(".") || value.equals("..")) {
            throw new InvalidValueException("must be 1 to 64 of A-Z a-z 0-9 . _ : = + @ ~ - and not . or ..");
        }
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
