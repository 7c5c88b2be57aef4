package io.trakkit.domain;

/** Who does something by an operator's command: 1 to 255 printable characters. */
public record OperatorName(String value) {

    /** @throws InvalidValueException if the text breaks the rule above */
    public OperatorName {
        Texts.printable(value, 255);
    }

    @Override
    public String toString() {
        return value;
    }
}
