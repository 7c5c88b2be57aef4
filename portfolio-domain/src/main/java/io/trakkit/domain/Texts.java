package io.trakkit.domain;

/** Checks that the text values share. */
final class Texts {

    private Texts() {}

    /** Text of 1 to {@code limit} printable characters (code points), at least one of them not a space. */
    static String printable(String text, int limit) {
        int length = text.codePointCount(0, text.length());
        if (length < 1 || length > limit) {
            throw new InvalidValueException("must have 1 to " + limit + " characters");
        }
        if (text.codePoints().allMatch(Character::isSpaceChar)) {
            throw new InvalidValueException("must have other characters than spaces");
        }
        text.codePoints()
                .filter(character -> !isPrintable(character))
                .findFirst()
                .ifPresent(character -> {
                    throw new InvalidValueException(
                            "must have printable characters only, but has U+%04X".formatted(character));
                });
        return text;
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
