package io.trakkit.wire.json;

/** Bytes that are not one JSON object as the wire wants it. The message says where and why, for a person to read. */
public final class MalformedJsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedJsonException(String message) {
        // The message says all; a stack trace would say where we read, not what is wrong.
        super(message, null, false, false);
    }
}
