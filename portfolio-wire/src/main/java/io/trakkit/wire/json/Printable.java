package io.trakkit.wire.json;

import java.nio.charset.StandardCharsets;

/** Quotes a caller's text in a message: short, without control characters. */
public final class Printable {

    /** No quotation is longer, in characters. */
    private static final int LIMIT = 80;

    private Printable() {}

    /** The text, cut where it is long, with U+FFFD in place of control characters and lone surrogates. */
    public static String of(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints()
                .limit(LIMIT)
                .map(character -> isPrintable(character) ? character : '\uFFFD')
                .forEach(printable::appendCodePoint);
        return printable.length() < text.length() ? printable.append('…').toString() : printable.toString();
    }

    /** The text in its full length, but with ? in place of half a surrogate pair, so that it can be written as UTF-8. */
    public static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** Whether the text can be written as UTF-8: each surrogate is part of a pair. */
    static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static boolean isPrintable(int character) {
        return !Character.isISOControl(character) && Character.getType(character) != Character.SURROGATE;
    }
}
