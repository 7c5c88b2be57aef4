package io.trakkit.domain;

/** What a user calls a portfolio: 1 to 255 printable characters, unique per user. */
public record PortfolioName(String value) {

    /** @throws InvalidValueException if the text breaks the rule above */
    public PortfolioName {
        Texts.printable(value, 255);
    }

    @Override
    public String toString() {
        return value;
    }
}
