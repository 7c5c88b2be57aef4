package io.trakkit.domain.access;

import io.trakkit.domain.value.InvalidValueException;

/** The public part of an API key, by which it is listed, revoked and logged: 16 of {@code 0-9 a-f}. */
public record ApiKeyId(String value) {

    static final int DIGITS = 16;

    /** @throws InvalidValueException if the text breaks the rule above */
    public ApiKeyId {
        if (!HexDigits.are(value, DIGITS)) {
            throw new InvalidValueException("must be the id of a key: 16 of 0-9 a-f");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
