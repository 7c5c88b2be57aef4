package io.trakkit.worker.console;

/** Ends a command, with one line for the person who gave it. */
final class OpsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private OpsException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    private OpsException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** What was asked for was not done. */
    static OpsException failed(String message) {
        return new OpsException(Operator.FAILED, message);
    }

    static OpsException failed(String message, Throwable cause) {
        return new OpsException(Operator.FAILED, message, cause);
    }

    /** It makes no sense. */
    static OpsException wrongUsage(String message) {
        return new OpsException(Operator.WRONG_USAGE, message);
    }

    int exitCode() {
        return exitCode;
    }
}
