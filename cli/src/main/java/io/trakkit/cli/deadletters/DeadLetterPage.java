package io.trakkit.cli.deadletters;

import io.trakkit.cli.program.TerminalText;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Prints one dead letter with its bytes, headers and origin. */
final class DeadLetterPage {

    private DeadLetterPage() {}

    static List<String> lines(JsonNode whole) {
        JsonNode deadLetter = whole.path("letter");
        JsonNode origin = whole.path("origin");
        List<String> lines = new ArrayList<>();
        add(lines, "dead letter", DeadLetterTable.text(deadLetter, "id"));
        add(
                lines,
                "origin",
                "%s, partition %s, offset %s"
                        .formatted(
                                DeadLetterTable.text(origin, "topic"),
                                origin.path("partition").asString(""),
                                origin.path("offset").asString("")));
        add(lines, "logged at", DeadLetterTable.text(deadLetter, "logged_at"));
        add(
                lines,
                "reason",
                DeadLetterTable.text(deadLetter, "reason") + ": "
                        + DeadLetterTable.text(deadLetter, "reason_in_words"));
        add(lines, "detail", DeadLetterTable.text(deadLetter, "detail"));
        add(lines, "outcome", outcome(deadLetter.path("outcome")));
        add(lines, "note", DeadLetterTable.text(deadLetter.path("outcome"), "note"));
        add(lines, "client", DeadLetterTable.text(deadLetter, "client_id"));
        add(lines, "type", DeadLetterTable.text(deadLetter, "type"));
        add(lines, "event", DeadLetterTable.text(deadLetter, "event_id"));
        add(lines, "about", DeadLetterTable.about(deadLetter));
        add(lines, "ref_id", DeadLetterTable.text(deadLetter, "ref_id"));
        add(lines, "user", DeadLetterTable.text(deadLetter, "user_id"));
        add(lines, "key", bytes(whole.path("key")));
        whole.path("headers")
                .forEach(header -> add(
                        lines, "header", DeadLetterTable.text(header, "name") + " = " + bytes(header.path("value"))));
        lines.add("value:");
        lines.add(bytes(whole.path("value")));
        return lines;
    }

    private static void add(List<String> lines, String name, String value) {
        if (!value.isEmpty()) {
            lines.add("%-12s %s".formatted(name, value));
        }
    }

    private static String outcome(JsonNode outcome) {
        if (!outcome.isObject()) {
            return "open";
        }
        return "%s by %s at %s%s"
                .formatted(
                        DeadLetterTable.text(outcome, "outcome"),
                        DeadLetterTable.text(outcome, "by"),
                        DeadLetterTable.text(outcome, "at"),
                        outcome.path("in_log").asBoolean() ? "" : ", not in the log yet");
    }

    private static String bytes(JsonNode bytes) {
        if (!bytes.isObject()) {
            return "(none)";
        }
        JsonNode text = bytes.path("text");
        return text.isString()
                ? TerminalText.text(text.asString())
                : "base64: " + bytes.path("base64").asString("");
    }
}
