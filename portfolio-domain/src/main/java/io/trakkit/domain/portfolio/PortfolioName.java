package io.trakkit.domain.portfolio;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Texts;

/** The name of a portfolio: 1 to 255 printable characters, unique per user. */
public record PortfolioName(String value) {

    /** The most characters (code points) that a name has. */
    public static final int MAX_CHARACTERS = 255;

    /** @throws InvalidValueException if the text breaks the rule above */
    public PortfolioName {
        Texts.printable(value, MAX_CHARACTERS);
    }

    @Override
    public String toString() {
        return value;
    }
}
