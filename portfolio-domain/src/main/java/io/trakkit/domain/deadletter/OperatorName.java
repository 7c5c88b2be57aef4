package io.trakkit.domain.deadletter;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Texts;

/** The name of the operator who gives a command: 1 to 255 printable characters. */
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
