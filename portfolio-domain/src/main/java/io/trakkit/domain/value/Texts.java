package io.trakkit.domain.value;

/** Checks that text values share. */
public final class Texts {

    private static final int MAX_QUOTED = 60;

    /** Stands for a character that can't be shown. */
    private static final char REPLACEMENT = '\ufffd';

    private Texts() {}

    /** Text of 1 to {@code limit} printable characters (code points), at least one of them not a space. */
    public static String printable(String text, int limit) {
        int length = text.codePointCount(0, text.length());
        if (length < 1 || length > limit) {
            throw new InvalidValueException("must have 1 to " + limit + " characters");
        }
        boolean allSpace = true;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            if (!isPrintable(character)) {
                throw new InvalidValueException(
                        "must have printable characters only; it has U+%04X".formatted(character));
            }
            allSpace &= Character.isSpaceChar(character);
            i += Character.charCount(character);
        }
        if (allSpace) {
            throw new InvalidValueException("must not be blank");
        }
        return text;
    }

    /** The alphabet of a text. */
    @FunctionalInterface
    public interface Alphabet {
        boolean has(char character);
    }

    /** Whether the text has 1 to {@code limit} characters, all of that alphabet. */
    public static boolean consistsOf(String text, int limit, Alphabet alphabet) {
        if (text.isEmpty() || text.length() > limit) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!alphabet.has(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Removes white space around the text and converts its ASCII letters to upper case, in any locale. */
    static String strippedUpper(String text) {
        StringBuilder upper = new StringBuilder(text.strip());
        for (int i = 0; i < upper.length(); i++) {
            char letter = upper.charAt(i);
            if (isLower(letter)) {
                upper.setCharAt(i, (char) (letter - 'a' + 'A'));
            }
        }
        return upper.toString();
    }

    public static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    public static boolean isUpper(char character) {
        return character >= 'A' && character <= 'Z';
    }

    public static boolean isLower(char character) {
        return character >= 'a' && character <= 'z';
    }

    /** A stranger's text in a sentence: in double quotes, its first {@value #MAX_QUOTED} characters, printable ones only. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints()
                .limit(MAX_QUOTED)
                .map(character -> isPrintable(character) ? character : REPLACEMENT)
                .forEach(quoted::appendCodePoint);
        return quoted.append(text.codePointCount(0, text.length()) > MAX_QUOTED ? "…\"" : "\"")
                .toString();
    }

    /** Letters, marks, digits, punctuation, symbols and spaces; no control, format, line end or half surrogate pair. */
    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
