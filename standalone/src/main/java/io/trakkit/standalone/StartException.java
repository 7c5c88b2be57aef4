package io.trakkit.standalone;

/** Trakkit does not start. The message is written for the person at the terminal. */
final class StartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StartException(String message) {
        super(message);
    }

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
