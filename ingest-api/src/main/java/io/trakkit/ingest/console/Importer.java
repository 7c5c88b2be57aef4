package io.trakkit.ingest.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trakkit.wire.json.Json;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import tools.jackson.databind.node.ObjectNode;

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
        boolean json = List.of(arguments).contains("--json");
        return new CommandLine(new ImportCommand())
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(100)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, _) -> {
                    String message = String.valueOf(failure.getMessage());
                    command.getErr().println("trakkit: " + message);
                    if (json) {
                        out.println(error(message));
                    }
                    return failure instanceof ImportException known ? known.exitCode() : FAILED;
                })
                .setParameterExceptionHandler((failure, _) -> {
                    PrintWriter to = failure.getCommandLine().getErr();
                    String message = String.valueOf(failure.getMessage());
                    to.println("trakkit: " + message);
                    if (json) {
                        out.println(error(message));
                    }
                    to.println("'./trakkit import --help' shows the options");
                    return WRONG_USAGE;
                })
                .execute(arguments);
    }

    /** What a program is told of an import that failed. */
    private static ObjectNode error(String message) {
        return Json.strict().createObjectNode().put("complete", false).put("error", message);
    }
}
