package io.trakkit.cli.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The rows of a broker's file that are no records, by reason. */
final class SkippedRows {

    private static final int MOST_REASONS = 200;

    private final Map<String, Reason> reasons = new LinkedHashMap<>();
    private long rows;
    private long missed;

    private record Reason(long rows, long first, boolean missed) {

        Reason oneMore() {
            return new Reason(rows + 1, first, missed);
        }
    }

    /** @param isMissed whether the portfolio should have it, but cannot hold it */
    void add(long line, String reason, boolean isMissed) {
        rows++;
        missed += isMissed ? 1 : 0;
        String key = reasons.size() < MOST_REASONS || reasons.containsKey(reason) ? reason : "other reasons";
        reasons.merge(key, new Reason(1, line, isMissed), (before, _) -> before.oneMore());
    }

    boolean isEmpty() {
        return rows == 0;
    }

    long missed() {
        return missed;
    }

    /** A line for each reason. */
    List<String> lines(String unit) {
        List<String> lines = new ArrayList<>();
        reasons.forEach((reason, of) -> lines.add("%,d %s%s: %s (%s%s %d)"
                .formatted(
                        of.rows(),
                        of.rows() == 1 ? "row" : "rows",
                        of.missed() ? " cannot be held yet" : " skipped",
                        reason,
                        of.rows() == 1 ? "" : "first: ",
                        unit,
                        of.first())));
        return lines;
    }

    void addTo(ObjectNode json) {
        json.put("skipped", rows);
        json.put("missed", missed);
        ArrayNode list = json.putArray("skipped_rows");
        reasons.forEach((reason, of) -> {
            ObjectNode node = list.addObject();
            node.put("reason", reason);
            node.put("missed", of.missed());
            node.put("rows", of.rows());
            node.put("first_line", of.first());
        });
    }
}
