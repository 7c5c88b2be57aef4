package io.trakkit.cli.admin;

import io.trakkit.cli.http.OpsClient;
import io.trakkit.cli.program.TerminalText;
import io.trakkit.cli.program.TextTable;
import io.trakkit.wire.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Results of a list, fetched page by page.
 *
 * @param more whether there are more than these
 */
record Listing(List<JsonNode> results, boolean more) {

    private static final int PAGE_SIZE = 1_000;

    /**
     * Fetches at most {@code limit} results.
     *
     * @param cursor the parameter that continues after a page
     */
    static Listing fetch(OpsClient client, String path, Map<String, String> filter, String cursor, int limit) {
        Map<String, String> query = new LinkedHashMap<>(filter);
        List<JsonNode> results = new ArrayList<>();
        boolean more;
        do {
            query.put("limit", Integer.toString(Math.min(PAGE_SIZE, limit - results.size())));
            JsonNode page = client.get(path, query);
            page.path("results").forEach(results::add);
            more = page.hasNonNull("next");
            query.put(cursor, page.path("next").asString(""));
        } while (more && results.size() < limit);
        return new Listing(results, more);
    }

    /**
     * Prints a table, or JSON.
     *
     * @param none printed if there are no results
     */
    void print(PrintWriter out, boolean json, List<String> header, Function<JsonNode, List<String>> row, String none) {
        if (json) {
            ObjectNode answer = Json.strict().createObjectNode();
            answer.putArray("results").addAll(results);
            answer.put("more", more);
            out.println(answer);
            return;
        }
        if (results.isEmpty()) {
            out.println(none);
            return;
        }
        new TextTable(header, results.stream().map(row).toList(), false).lines().forEach(out::println);
        if (more) {
            out.println("… and more; raise --limit to list them");
        }
    }

    /** A field on one line; empty if it is absent. */
    static String text(JsonNode result, String field) {
        return TerminalText.line(result.path(field).asString(""));
    }

    /** A list on one line. */
    static String joined(JsonNode result, String field) {
        return String.join(
                ",",
                result.path(field)
                        .valueStream()
                        .map(value -> TerminalText.line(value.asString("")))
                        .toList());
    }

    /** A time without fractions of a second. */
    static String time(JsonNode result, String field) {
        return text(result, field).replaceFirst("\\.[0-9]+Z$", "Z");
    }
}
