package io.trakkit.cli.deadletters;

import io.trakkit.cli.http.OpsClient;
import io.trakkit.cli.program.TerminalText;
import io.trakkit.cli.program.TextTable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Fetches dead letters page by page, and prints them as a table. */
final class DeadLetterTable {

    static final String PATH = "ops/dead-letters/";

    private static final int PAGE_SIZE = 1_000;
    private static final int DETAIL_WIDTH = 60;
    private static final List<String> HEADER = List.of("ID", "LOGGED AT", "REASON", "ABOUT", "REF_ID", "DETAIL");
    private static final int CLIENT_COLUMN = 3;

    private DeadLetterTable() {}

    /** Dead letters, and whether there are more. */
    record Found(List<JsonNode> deadLetters, boolean more) {}

    /** At most {@code limit} dead letters that match the filter. */
    static Found fetch(OpsClient client, Map<String, String> filter, String outcome, int limit) {
        Map<String, String> query = new LinkedHashMap<>(filter);
        query.put("outcome", outcome);
        List<JsonNode> deadLetters = new ArrayList<>();
        JsonNode next;
        do {
            query.put("limit", Integer.toString(Math.min(PAGE_SIZE, limit - deadLetters.size())));
            JsonNode page = client.get(PATH, query);
            page.path("results").forEach(deadLetters::add);
            next = page.path("next");
            query.put("after", next.asString(""));
        } while (next.isString() && deadLetters.size() < limit);
        return new Found(deadLetters, next.isString());
    }

    /** One dead letter with its bytes, headers and origin. */
    static JsonNode fetch(OpsClient client, String id) {
        return client.get(PATH + URLEncoder.encode(id, StandardCharsets.UTF_8), Map.of());
    }

    /** Shows ids without the topic if all dead letters come from one topic, and no clients if all are of one client. */
    static List<String> table(List<JsonNode> deadLetters) {
        boolean oneTopic = areEqual(deadLetters, deadLetter -> topicOf(text(deadLetter, "id")));
        boolean oneClient = areEqual(deadLetters, deadLetter -> text(deadLetter, "client_id"));
        return new TextTable(
                        header(oneClient),
                        deadLetters.stream()
                                .map(deadLetter -> row(deadLetter, oneTopic, oneClient))
                                .toList(),
                        false)
                .lines();
    }

    private static boolean areEqual(List<JsonNode> deadLetters, Function<JsonNode, String> part) {
        return deadLetters.stream().map(part).distinct().count() <= 1;
    }

    private static List<String> header(boolean oneClient) {
        List<String> header = new ArrayList<>(HEADER);
        if (!oneClient) {
            header.add(CLIENT_COLUMN, "CLIENT");
        }
        return header;
    }

    private static List<String> row(JsonNode deadLetter, boolean oneTopic, boolean oneClient) {
        List<String> row = new ArrayList<>(List.of(
                oneTopic ? shortened(text(deadLetter, "id")) : text(deadLetter, "id"),
                time(text(deadLetter, "logged_at")),
                text(deadLetter, "reason"),
                about(deadLetter),
                text(deadLetter, "ref_id"),
                outcome(deadLetter) + TerminalText.cut(text(deadLetter, "detail"), DETAIL_WIDTH)));
        if (!oneClient) {
            row.add(CLIENT_COLUMN, text(deadLetter, "client_id"));
        }
        return row;
    }

    private static String outcome(JsonNode deadLetter) {
        JsonNode outcome = deadLetter.path("outcome");
        return outcome.isObject() ? "(" + text(outcome, "outcome") + " by " + text(outcome, "by") + ") " : "";
    }

    /** The portfolio and ticker, as far as they are known. */
    static String about(JsonNode deadLetter) {
        String portfolio = deadLetter.path("portfolio_id").asString("");
        String ticker = text(deadLetter, "ticker");
        return portfolio.isEmpty() && ticker.isEmpty() ? "" : portfolio + ":" + ticker;
    }

    static String text(JsonNode deadLetter, String field) {
        return TerminalText.line(deadLetter.path(field).asString(""));
    }

    private static String topicOf(String id) {
        return id.substring(0, Math.max(0, id.indexOf(':')));
    }

    private static String shortened(String id) {
        return id.substring(id.indexOf(':') + 1);
    }

    /** Without fractions of a second. */
    private static String time(String time) {
        return time.replaceFirst("\\.[0-9]+Z$", "Z");
    }
}
