package io.trakkit.domain.value;

/**
 * The International Securities Identification Number (ISO 6166) of a security, such as {@code US5949181045}: two letters,
 * nine letters or digits, and a check digit.
 */
public record Isin(String value) {

    private static final int LENGTH = 12;
    private static final int LETTERS = 2;

    /** @throws InvalidValueException if the text breaks the rule above, or its check digit is wrong */
    public Isin {
        if (!hasForm(value)) {
            throw new InvalidValueException("must have two letters, nine letters or digits, and a check digit, such as"
                    + " US5949181045, not " + Texts.quoted(value));
        }
        char given = value.charAt(LENGTH - 1);
        int right = checkDigit(value);
        if (given - '0' != right) {
            throw new InvalidValueException(
                    "has the check digit " + given + ", but " + right + " is right for " + Texts.quoted(value));
        }
    }

    /**
     * The ISIN that a person meant: surrounding white space is dropped and ASCII letters are upper-cased.
     *
     * @throws InvalidValueException if what remains is no ISIN
     */
    public static Isin parse(String text) {
        return new Isin(Texts.strippedUpper(text));
    }

    private static boolean hasForm(String text) {
        return text.length() == LENGTH
                && Texts.consistsOf(text.substring(0, LETTERS), LETTERS, Texts::isUpper)
                && Texts.consistsOf(
                        text.substring(LETTERS, LENGTH - 1),
                        LENGTH - 1 - LETTERS,
                        character -> Texts.isUpper(character) || Texts.isDigit(character))
                && Texts.isDigit(text.charAt(LENGTH - 1));
    }

    /**
     * ISO 6166: each letter becomes the number from 10 (A) to 35 (Z). Of all digits, every second one from the right counts
     * twice, its digits added (Luhn).
     */
    private static int checkDigit(String text) {
        int sum = 0;
        boolean twice = true;
        for (int i = LENGTH - 2; i >= 0; i--) {
            int number = Character.digit(text.charAt(i), Character.MAX_RADIX);
            sum += luhn(number % 10, twice);
            twice = !twice;
            if (number >= 10) {
                sum += luhn(number / 10, twice);
                twice = !twice;
            }
        }
        return (10 - sum % 10) % 10;
    }

    private static int luhn(int digit, boolean twice) {
        int counted = twice ? 2 * digit : digit;
        return counted / 10 + counted % 10;
    }

    @Override
    public String toString() {
        return value;
    }
}
