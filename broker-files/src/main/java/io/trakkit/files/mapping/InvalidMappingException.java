package io.trakkit.files.mapping;

/** A mapping that is none. The message says what is wrong. */
public final class InvalidMappingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidMappingException(String message) {
        super(message);
    }
}
