package io.trakkit.log;

/** The log and what is expected of it contradict each other. Only a person can decide how to continue. */
public final class LogContradictionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LogContradictionException(String message) {
        super(message);
    }
}
