package io.trakkit.domain.access;

import io.trakkit.domain.value.InvalidValueException;
import java.util.regex.Pattern;

/** The public part of an API key, by which it is listed, revoked and logged: 16 of {@code 0-9 a-f}. */
public record ApiKeyId(String value) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{16}");

    /** @throws InvalidValueException if the text breaks the rule above */
    public ApiKeyId {
        if (!FORM.matcher(value).matches()) {
            throw new InvalidValueException("must be the id of a key: 16 of 0-9 a-f");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
