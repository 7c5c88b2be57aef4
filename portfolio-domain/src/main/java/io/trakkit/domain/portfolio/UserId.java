package io.trakkit.domain.portfolio;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Texts;

/** The user whom a portfolio belongs to, as the upstream systems name it: 1 to 255 printable characters. */
public record UserId(String value) {

    /** @throws InvalidValueException if the text breaks the rule above */
    public UserId {
        Texts.printable(value, 255);
    }

    @Override
    public String toString() {
        return value;
    }
}
