package io.trakkit.worker.log;

/** The log does not hold what the database says has been, or has yet to be, applied. Going on would leave a silent gap. */
final class LogContradictionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String message;

    LogContradictionException(String message) {
        super(message);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
