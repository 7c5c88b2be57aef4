package io.trakkit.domain.portfolio;

import io.trakkit.domain.value.InvalidValueException;
import java.util.regex.Pattern;

/** The number of a portfolio, 1 or more, given by the system and unique across all clients. */
public record PortfolioId(long value) implements Comparable<PortfolioId> {

    private static final Pattern WRITTEN = Pattern.compile("[1-9][0-9]*");

    /** @throws InvalidValueException if the number is not positive */
    public PortfolioId {
        if (value < 1) {
            throw notAnId();
        }
    }

    /**
     * Reads the decimal digits of an id, as {@link #toString()} writes them.
     *
     * @throws InvalidValueException if the text is anything else: a sign, a leading zero, a number out of range
     */
    public static PortfolioId parse(String text) {
        if (!WRITTEN.matcher(text).matches()) {
            throw notAnId();
        }
        try {
            return new PortfolioId(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new InvalidValueException("is too large");
        }
    }

    private static InvalidValueException notAnId() {
        return new InvalidValueException("must be a whole number of 1 or more");
    }

    @Override
    public int compareTo(PortfolioId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
