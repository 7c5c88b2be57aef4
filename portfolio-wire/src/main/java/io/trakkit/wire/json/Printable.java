package io.trakkit.wire.json;

/** Text of a stranger, made fit to be quoted in a message: short, and with nothing that could not be written or seen. */
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

    /** Whether the text can be written as UTF-8: each surrogate stands in a pair. */
    static boolean isWellFormed(String text) {
        return text.codePoints().noneMatch(character -> Character.getType(character) == Character.SURROGATE);
    }

    private static boolean isPrintable(int character) {
        return !Character.isISOControl(character) && Character.getType(character) != Character.SURROGATE;
    }
}
