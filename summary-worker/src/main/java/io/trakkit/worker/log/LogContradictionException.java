package io.trakkit.worker.log;

/** The log does not hold what the database says has been, or has yet to be, applied. Going on would leave a silent gap. */
final class LogContradictionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LogContradictionException(String message) {
        super(message);
    }
}
