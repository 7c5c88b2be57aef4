package io.trakkit.ingest.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import picocli.CommandLine;

/** The program behind {@code ./trakkit import}. */
public final class Importer {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;
    static final int SOME_DO_NOT_COUNT = 3;

    private Importer() {}

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, UTF_8);
        System.exit(run(out, err, arguments));
    }

    /**
     * Runs the command.
     *
     * @return the exit code
     */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new ImportCommand())
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(100)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println("trakkit: " + failure.getMessage());
                    return failure instanceof ImportException known ? known.exitCode() : FAILED;
                })
                .setParameterExceptionHandler((failure, _) -> {
                    PrintWriter to = failure.getCommandLine().getErr();
                    to.println("trakkit: " + failure.getMessage());
                    to.println("'./trakkit import --help' shows the options");
                    return WRONG_USAGE;
                })
                .execute(arguments);
    }
}
