package io.trakkit.log;

/** The log contradicts the database or the settings. Only a person can decide how to continue. */
public final class LogContradictionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LogContradictionException(String message) {
        super(message);
    }
}
