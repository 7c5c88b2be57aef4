package io.trakkit.cli.program;

/** Ends a command with one line for the user. */
public final class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    private CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The command failed, or was refused. */
    public static CommandException failed(String message) {
        return new CommandException(ExitCode.FAILED, message);
    }

    public static CommandException failed(String message, Throwable cause) {
        return new CommandException(ExitCode.FAILED, message, cause);
    }

    /** An option or a parameter is wrong. */
    public static CommandException wrongUsage(String message) {
        return new CommandException(ExitCode.WRONG_USAGE, message);
    }

    int exitCode() {
        return exitCode;
    }
}
