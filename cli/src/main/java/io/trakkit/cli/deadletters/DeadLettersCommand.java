package io.trakkit.cli.deadletters;

import io.trakkit.cli.http.OpsClient;
import io.trakkit.cli.http.OpsOptions;
import io.trakkit.cli.program.CommandException;
import io.trakkit.cli.program.ExitCode;
import io.trakkit.cli.program.HelpOption;
import io.trakkit.wire.json.Json;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code dead-letters}: lists refused records, redrives them or discards them. */
@Command(
        name = "dead-letters",
        description =
                "Records that the workers refused: list them, redrive them once the cause is fixed, or discard them.",
        exitCodeList = {"0:done", "1:failed or refused", "2:wrong usage"},
        subcommands = {
            DeadLettersCommand.Lister.class,
            DeadLettersCommand.Shower.class,
            DecisionCommand.Redrive.class,
            DecisionCommand.Discard.class
        })
public final class DeadLettersCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    @SuppressWarnings("unused")
    private HelpOption help = new HelpOption();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Give a command: list, show, redrive or discard");
    }

    /** {@code dead-letters list}. */
    @Command(name = "list", description = "List dead letters, the newest records first.")
    static final class Lister implements Callable<Integer> {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private OpsOptions options = new OpsOptions();

        @Mixin
        private DeadLetterFilterOptions filter = new DeadLetterFilterOptions();

        @Option(
                names = "--outcome",
                paramLabel = "OUTCOME",
                description = "open, redriven, discarded or all (default: ${DEFAULT-VALUE})",
                defaultValue = "open")
        private String outcome = "";

        @Option(
                names = "--limit",
                paramLabel = "N",
                description = "the highest number to list (default: ${DEFAULT-VALUE})",
                defaultValue = "100")
        private int limit;

        @Override
        public Integer call() {
            if (limit < 1) {
                throw CommandException.wrongUsage("--limit must be 1 or more, not " + limit);
            }
            PrintWriter out = spec.commandLine().getOut();
            try (OpsClient client = options.connect()) {
                DeadLetterTable.Found found = DeadLetterTable.fetch(client, filter.values(), outcome, limit);
                if (options.json()) {
                    ObjectNode answer = Json.strict().createObjectNode();
                    answer.putArray("results").addAll(found.deadLetters());
                    answer.put("more", found.more());
                    out.println(answer);
                } else {
                    print(out, found);
                }
            }
            return ExitCode.DONE;
        }

        private static void print(PrintWriter out, DeadLetterTable.Found found) {
            if (found.deadLetters().isEmpty()) {
                out.println("No dead letters found.");
                return;
            }
            DeadLetterTable.table(found.deadLetters()).forEach(out::println);
            if (found.more()) {
                out.println("… and more; raise --limit to list them");
            }
        }
    }

    /** {@code dead-letters show}. */
    @Command(name = "show", description = "Show one dead letter with its bytes, headers and origin.")
    static final class Shower implements Callable<Integer> {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private OpsOptions options = new OpsOptions();

        @Parameters(paramLabel = "ID", description = "as listed: partition:offset, or topicId:partition:offset")
        private String id = "";

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            try (OpsClient client = options.connect()) {
                JsonNode whole = DeadLetterTable.fetch(client, id);
                if (options.json()) {
                    out.println(whole);
                } else {
                    DeadLetterPage.lines(whole).forEach(out::println);
                }
            }
            return ExitCode.DONE;
        }
    }
}
