package io.trakkit.worker.log;

/** The log does not hold what the database says has been, or has yet to be, applied. Going on would leave a silent gap. */
public final class LogContradictionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LogContradictionException(String message) {
        super(message);
    }
}
