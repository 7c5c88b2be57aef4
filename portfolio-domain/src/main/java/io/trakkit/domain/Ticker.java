package io.trakkit.domain;

import java.util.regex.Pattern;

/**
 * The symbol under which a security trades: 1 to 32 of {@code A–Z 0–9 . & ^ = : _ -}, beginning with a letter, a digit
 * or {@code ^}.
 */
public record Ticker(String value) implements Comparable<Ticker> {

    private static final Pattern ALLOWED = Pattern.compile("[A-Z0-9^][A-Z0-9.&^=:_-]{0,31}");

    /** @throws InvalidValueException if the text breaks the rule above; nothing is trimmed or upper-cased here */
    public Ticker {
        if (!ALLOWED.matcher(value).matches()) {
            throw new InvalidValueException(
                    "must be 1 to 32 of A-Z 0-9 . & ^ = : _ - and begin with a letter, a digit or ^");
        }
    }

    /**
     * The ticker that a person meant: surrounding white space is dropped and ASCII letters are upper-cased, whatever the
     * locale of the machine.
     *
     * @throws InvalidValueException if what remains is no ticker
     */
    public static Ticker parse(String text) {
        StringBuilder upper = new StringBuilder(text.strip());
        for (int i = 0; i < upper.length(); i++) {
            char letter = upper.charAt(i);
            if (letter >= 'a' && letter <= 'z') {
                upper.setCharAt(i, (char) (letter - 'a' + 'A'));
            }
        }
        return new Ticker(upper.toString());
    }

    @Override
    public int compareTo(Ticker other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
