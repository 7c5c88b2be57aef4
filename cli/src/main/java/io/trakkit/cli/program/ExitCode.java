package io.trakkit.cli.program;

/** The exit codes of every command. A process that Ctrl-C ends has 130, and {@code ./trakkit} without a JDK 25 has 69. */
public final class ExitCode {

    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int WRONG_USAGE = 2;

    /** The command did its work, and found trades that do not count. {@code replay} returns it for drift. */
    public static final int SOME_DO_NOT_COUNT = 3;

    /** The command did its work, and found something that is not OK. */
    public static final int NOT_OK = 3;

    private ExitCode() {}
}
