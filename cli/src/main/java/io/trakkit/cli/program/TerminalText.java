package io.trakkit.cli.program;

import java.util.Locale;
import java.util.stream.Collectors;

/** Makes text from outside safe to print: control characters, which could steer a terminal, are written out. */
public final class TerminalText {

    private TerminalText() {}

    /** The text on one line, with line ends written out, too. */
    public static String line(String text) {
        return text(text).replace("\n", "\\n");
    }

    /** The text, with control characters other than line ends written out. */
    public static String text(String text) {
        return text.codePoints()
                .mapToObj(c -> steers(c) ? String.format(Locale.ROOT, "\\u%04x", c) : Character.toString(c))
                .collect(Collectors.joining());
    }

    /** Whether a character can steer a terminal. Format characters include marks of text direction. */
    private static boolean steers(int character) {
        int type = Character.getType(character);
        return character != '\n'
                && (type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE);
    }

    /** The text, cut to at most {@code limit} characters. */
    public static String cut(String text, int limit) {
        return text.codePointCount(0, text.length()) <= limit
                ? text
                : text.substring(0, text.offsetByCodePoints(0, limit - 1)) + "…";
    }
}
