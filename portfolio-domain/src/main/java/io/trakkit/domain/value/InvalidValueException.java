package io.trakkit.domain.value;

/**
 * A text or number that breaks the rule of its value. The message says what the rule is, in words that can follow
 * the name of a field: "must be greater than zero".
 */
public final class InvalidValueException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public InvalidValueException(String message) {
        super(message);
    }
}
