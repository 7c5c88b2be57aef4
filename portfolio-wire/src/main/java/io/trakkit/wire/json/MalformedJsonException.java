package io.trakkit.wire.json;

/**
 * The bytes are not one JSON object. The message says where and why, for a person to read, as words that can follow
 * what the bytes are: "is empty", "is invalid JSON at line 1, column 15: expected a comma or }".
 */
public final class MalformedJsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedJsonException(String message) {
        // The message says all; a stack trace would say where we read, not what is wrong.
        super(message, null, false, false);
    }

    /** A sentence about what the bytes are, such as "The body". */
    public String about(String subject) {
        return subject + ' ' + getMessage();
    }
}
