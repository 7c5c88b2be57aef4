package io.trakkit.domain.value;

/**
 * The symbol under which a security trades: 1 to 32 of {@code A–Z 0–9 . & ^ = : _ - /}, beginning with a letter, a digit
 * or {@code ^}.
 */
public record Ticker(String value) implements Comparable<Ticker> {

    /** What stands for the ticker in the key of a portfolio's cash. No text that a caller sends is read as it. */
    public static final Ticker CASH = new Ticker("$CASH");

    private static final String CASH_VALUE = "$CASH";
    private static final int MAX_CHARACTERS = 32;
    private static final String PUNCTUATION = ".&^=:_-/";

    /** @throws InvalidValueException if the text breaks the rule above; nothing is trimmed or upper-cased here */
    public Ticker {
        if (!value.equals(CASH_VALUE) && !isOfSecurity(value)) {
            throw refusal(value);
        }
    }

    private static boolean isOfSecurity(String value) {
        return Texts.consistsOf(value, MAX_CHARACTERS, Ticker::isAllowed) && canBegin(value.charAt(0));
    }

    private static InvalidValueException refusal(String value) {
        return new InvalidValueException(
                "must have 1 to 32 of these characters: A-Z 0-9 . & ^ = : _ - / (first a letter, a digit or ^), not "
                        + Texts.quoted(value));
    }

    /** @throws InvalidValueException if it is {@link #CASH}, which is no security */
    public void checkSecurity() {
        if (value.equals(CASH_VALUE)) {
            throw refusal(value);
        }
    }

    private static boolean canBegin(char character) {
        return Texts.isUpper(character) || Texts.isDigit(character) || character == '^';
    }

    private static boolean isAllowed(char character) {
        return canBegin(character) || PUNCTUATION.indexOf(character) >= 0;
    }

    /**
     * The ticker that a person meant: surrounding white space is dropped and ASCII letters are upper-cased, in any
     * locale.
     *
     * @throws InvalidValueException if what remains is no ticker
     */
    public static Ticker parse(String text) {
        String value = Texts.strippedUpper(text);
        if (!isOfSecurity(value)) {
            throw refusal(value);
        }
        return new Ticker(value);
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
