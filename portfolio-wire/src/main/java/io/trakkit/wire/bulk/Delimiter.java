package io.trakkit.wire.bulk;

import io.trakkit.domain.value.InvalidValueException;

/** The characters that may separate the cells of a CSV text. */
public enum Delimiter {
    COMMA(','),
    SEMICOLON(';'),
    TAB('\t'),
    BAR('|');

    private final char character;

    Delimiter(char character) {
        this.character = character;
    }

    char character() {
        return character;
    }

    /**
     * Reads the character itself, or {@code tab}.
     *
     * @throws InvalidValueException if it is no delimiter
     */
    public static Delimiter parse(String text) {
        for (Delimiter delimiter : values()) {
            if (text.equals(Character.toString(delimiter.character)) || text.equalsIgnoreCase(delimiter.name())) {
                return delimiter;
            }
        }
        throw new InvalidValueException("must be one of , ; | tab");
    }

    /** As it is shown in a message. */
    @Override
    public String toString() {
        return this == TAB ? "tab" : "\"" + character + "\"";
    }
}
