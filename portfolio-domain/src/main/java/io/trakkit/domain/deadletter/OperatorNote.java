package io.trakkit.domain.deadletter;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Texts;

/** Why an operator does something: 1 to 1,000 printable characters. */
public record OperatorNote(String value) {

    /** @throws InvalidValueException if the text breaks the rule above */
    public OperatorNote {
        Texts.printable(value, 1_000);
    }

    @Override
    public String toString() {
        return value;
    }
}
