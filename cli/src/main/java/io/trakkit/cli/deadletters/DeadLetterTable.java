package io.trakkit.cli.deadletters;

import io.trakkit.cli.http.OpsClient;
import io.trakkit.cli.program.TerminalText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Fetches dead letters page by page, and prints them as a table. */
final class DeadLetterTable {

    static final String PATH = "ops/dead-letters/";

    private static final int PAGE_SIZE = 1_000;
    private static final int DETAIL_WIDTH = 60;
    private static final List<String> HEADER = List.of("ID", "LOGGED AT", "REASON", "ABOUT", "REF_ID", "DETAIL");

    private DeadLetterTable() {}

    /** Dead letters, and whether there are more. */
    record Found(List<JsonNode> letters, boolean more) {}

    /** At most {@code limit} dead letters that match the filter. */
    static Found fetch(OpsClient client, Map<String, String> filter, String outcome, int limit) {
        Map<String, String> query = new LinkedHashMap<>(filter);
        query.put("outcome", outcome);
        List<JsonNode> letters = new ArrayList<>();
        JsonNode next;
        do {
            query.put("limit", Integer.toString(Math.min(PAGE_SIZE, limit - letters.size())));
            JsonNode page = client.get(PATH, query);
            page.path("results").forEach(letters::add);
            next = page.path("next");
            query.put("after", next.asString(""));
        } while (next.isString() && letters.size() < limit);
        return new Found(letters, next.isString());
    }

    /** One dead letter with its bytes, headers and origin. */
    static JsonNode fetch(OpsClient client, String id) {
        return client.get(PATH + URLEncoder.encode(id, StandardCharsets.UTF_8), Map.of());
    }

    /** Ids are shown without the topic if all dead letters come from one topic. */
    static List<String> table(List<JsonNode> letters) {
        boolean oneTopic = letters.stream()
                        .map(letter -> topicOf(text(letter, "id")))
                        .distinct()
                        .count()
                <= 1;
        return TerminalText.table(
                HEADER,
                letters.stream()
                        .map(letter -> List.of(
                                oneTopic ? shortened(text(letter, "id")) : text(letter, "id"),
                                time(text(letter, "logged_at")),
                                text(letter, "reason"),
                                about(letter),
                                text(letter, "ref_id"),
                                outcome(letter) + TerminalText.cut(text(letter, "detail"), DETAIL_WIDTH)))
                        .toList());
    }

    private static String outcome(JsonNode letter) {
        JsonNode outcome = letter.path("outcome");
        return outcome.isObject() ? "(" + text(outcome, "outcome") + " by " + text(outcome, "by") + ") " : "";
    }

    /** The portfolio and ticker, as far as they are known. */
    static String about(JsonNode letter) {
        String portfolio = letter.path("portfolio_id").asString("");
        String ticker = text(letter, "ticker");
        return portfolio.isEmpty() && ticker.isEmpty() ? "" : portfolio + ":" + ticker;
    }

    static String text(JsonNode letter, String field) {
        return TerminalText.line(letter.path(field).asString(""));
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
