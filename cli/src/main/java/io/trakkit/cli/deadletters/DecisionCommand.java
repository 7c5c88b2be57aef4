package io.trakkit.cli.deadletters;

import io.trakkit.cli.http.OpsClient;
import io.trakkit.cli.http.OpsOptions;
import io.trakkit.cli.program.CommandException;
import io.trakkit.cli.program.ExitCode;
import io.trakkit.cli.program.TerminalText;
import io.trakkit.wire.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The common part of {@code dead-letters redrive} and {@code dead-letters discard}. */
abstract class DecisionCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private OpsOptions options = new OpsOptions();

    @Mixin
    private DeadLetterFilterOptions filter = new DeadLetterFilterOptions();

    @Parameters(
            paramLabel = "ID",
            arity = "0..*",
            description = "ids from 'list'; or give filters, or --all. Either all are changed or none")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--all", description = "all open dead letters")
    private boolean all;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "who decides (default: the user's name, ${DEFAULT-VALUE})",
            defaultValue = "${sys:user.name}")
    private String by = "";

    @Option(names = "--dry-run", description = "only list the dead letters that would be changed")
    private boolean dryRun;

    /** The name of the decision in the API, such as {@code redrive}. */
    abstract String verb();

    /** The outcome, such as {@code redriven}. */
    abstract String participle();

    abstract @Nullable String note();

    @Override
    public Integer call() {
        Map<String, String> criteria = filter.values();
        int ways = (ids.isEmpty() ? 0 : 1) + (criteria.isEmpty() ? 0 : 1) + (all ? 1 : 0);
        if (ways != 1) {
            throw new ParameterException(spec.commandLine(), "Give exactly one of: ids, filters, --all");
        }
        try (OpsClient client = options.connect()) {
            return dryRun ? preview(client, criteria) : decide(client, criteria);
        }
    }

    private int decide(OpsClient client, Map<String, String> criteria) {
        ObjectNode body = Json.strict().createObjectNode();
        criteria.forEach(body::put);
        if (all) {
            body.put("all", true);
        }
        if (!ids.isEmpty()) {
            ids.forEach(body.putArray("ids")::add);
        }
        body.put("by", by);
        if (note() != null) {
            body.put("note", note());
        }
        JsonNode answer = client.post(DeadLetterTable.PATH + verb(), body);
        PrintWriter out = spec.commandLine().getOut();
        if (options.json()) {
            out.println(answer);
            return ExitCode.DONE;
        }
        out.println(deadLetters(answer.path(participle()).asInt()) + " " + participle() + ".");
        JsonNode heldUp = answer.path("held_up_by");
        if (heldUp.isString()) {
            out.println("They are published to the dead-letter topic later. " + TerminalText.line(heldUp.asString()));
        }
        return ExitCode.DONE;
    }

    private int preview(OpsClient client, Map<String, String> criteria) {
        List<JsonNode> deadLetters = new ArrayList<>();
        if (ids.isEmpty()) {
            deadLetters.addAll(DeadLetterTable.fetch(client, criteria, "open", Integer.MAX_VALUE)
                    .deadLetters());
        } else {
            ids.forEach(id -> deadLetters.add(DeadLetterTable.fetch(client, id).path("letter")));
        }
        List<String> decided = deadLetters.stream()
                .filter(deadLetter -> !isFree(deadLetter))
                .map(deadLetter -> DeadLetterTable.text(deadLetter, "id"))
                .toList();
        PrintWriter out = spec.commandLine().getOut();
        if (options.json()) {
            ObjectNode answer = Json.strict().createObjectNode();
            answer.put("dry_run", true);
            answer.putArray("results").addAll(deadLetters);
            out.println(answer);
        } else {
            DeadLetterTable.table(deadLetters).forEach(out::println);
            out.println(deadLetters(deadLetters.size()) + " would be " + participle() + "; nothing was changed.");
        }
        if (!decided.isEmpty()) {
            throw CommandException.failed(
                    "Would be refused; already redriven or discarded: " + String.join(", ", decided));
        }
        return ExitCode.DONE;
    }

    /** A discarded dead letter can still be redriven. */
    private boolean isFree(JsonNode deadLetter) {
        String outcome = deadLetter.path("outcome").path("outcome").asString("");
        return outcome.isEmpty() || (outcome.equals("discarded") && participle().equals("redriven"));
    }

    private static String deadLetters(int count) {
        return count == 1 ? "1 dead letter" : count + " dead letters";
    }

    /** {@code dead-letters redrive}. */
    @Command(
            name = "redrive",
            description = "Publish copies of dead letters to the log again, in order per key, once the cause is fixed.")
    static final class Redrive extends DecisionCommand {

        @Option(names = "--note", paramLabel = "TEXT", description = "why")
        private @Nullable String note;

        @Override
        String verb() {
            return "redrive";
        }

        @Override
        String participle() {
            return "redriven";
        }

        @Override
        @Nullable
        String note() {
            return note;
        }
    }

    /** {@code dead-letters discard}. */
    @Command(name = "discard", description = "Discard dead letters, with a reason.")
    static final class Discard extends DecisionCommand {

        @Option(names = "--note", paramLabel = "TEXT", required = true, description = "why")
        private String note = "";

        @Override
        String verb() {
            return "discard";
        }

        @Override
        String participle() {
            return "discarded";
        }

        @Override
        String note() {
            return note;
        }
    }
}
