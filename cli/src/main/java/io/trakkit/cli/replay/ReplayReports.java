package io.trakkit.cli.replay;

import io.trakkit.cli.program.TerminalText;
import io.trakkit.cli.program.TextTable;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Prints the report of a replay. */
final class ReplayReports {

    private static final int SHOWN = 20;

    private ReplayReports() {}

    /** The lines below the summary. */
    static List<String> details(JsonNode report) {
        List<String> lines = new ArrayList<>();
        if (report.has("digest")) {
            lines.add("digest " + report.path("digest").asString()
                    + (report.path("digest").equals(report.path("live_digest"))
                            ? ""
                            : ", live " + report.path("live_digest").asString()));
        }
        drifted(report.path("drifted"), lines);
        deadLetters(report.path("drifted_dead_letters"), lines);
        refused(report, lines);
        plan(report, lines);
        rewound(report.path("partitions"), lines);
        if (report.has("found_before")) {
            lines.add("Before that: " + line(report.path("found_before"), "summary"));
            details(report.path("found_before")).forEach(line -> lines.add("  " + line));
        }
        return lines;
    }

    private static void drifted(JsonNode keys, List<String> lines) {
        keys.valueStream().limit(SHOWN).forEach(key -> {
            lines.add("");
            lines.add("portfolio " + line(key, "portfolio_id") + ", ticker " + line(key, "ticker"));
            lines.add("  live      " + line(key, "live"));
            lines.add("  rebuilt   " + line(key, "rebuilt"));
            key.path("trades").forEach(trade -> {
                lines.add("  trade " + line(trade, "ref_id"));
                lines.add("    live    " + line(trade, "live"));
                lines.add("    rebuilt " + line(trade, "rebuilt"));
            });
            lines.add("  parts at  " + line(key, "parts_at"));
        });
        more(keys, lines);
    }

    private static void deadLetters(JsonNode deadLetters, List<String> lines) {
        deadLetters.valueStream().limit(SHOWN).forEach(deadLetter -> {
            lines.add("");
            lines.add("dead letter " + line(deadLetter, "id") + ": " + line(deadLetter, "what"));
            lines.add("  table " + line(deadLetter, "table"));
            lines.add("  topic " + line(deadLetter, "topic"));
        });
        more(deadLetters, lines);
    }

    private static void more(JsonNode all, List<String> lines) {
        if (all.size() > SHOWN) {
            lines.add("");
            lines.add("… and " + (all.size() - SHOWN) + " more described with --json");
        }
    }

    private static void refused(JsonNode report, List<String> lines) {
        if (report.has("records_refused_now")) {
            lines.add(line(report, "records_refused_now") + " records without a dead letter would be refused now:");
            report.path("refused_now")
                    .forEach(record -> lines.add("  partition " + line(record, "partition") + ", offset "
                            + line(record, "offset") + ": " + line(record, "reason") + ", " + line(record, "detail")));
        }
    }

    private static void plan(JsonNode report, List<String> lines) {
        if (report.has("touches")) {
            lines.add("touches: " + line(report, "touches"));
        }
        if (report.has("rate_is")) {
            lines.add("rate: " + line(report, "records_per_second") + " records/s, " + line(report, "rate_is"));
        }
        report.path("generations")
                .forEach(generation -> lines.add("generation " + line(generation, "generation") + ": "
                        + line(generation, "state") + ", fold version " + line(generation, "fold_version")));
        if (report.has("reads")) {
            JsonNode reads = report.path("reads");
            lines.add("reads " + line(reads, "topic") + " (id " + line(reads, "topic_id") + "):");
            List<String> columns = List.of("partition", "begin", "applied", "end", "first_logged_at", "last_logged_at");
            table(columns, reads.path("partitions")).forEach(line -> lines.add("  " + line));
        }
    }

    private static void rewound(JsonNode partitions, List<String> lines) {
        if (partitions.isArray() && !partitions.isEmpty()) {
            lines.addAll(table(List.of("partition", "from_offset", "until_offset", "repeated"), partitions));
        }
    }

    private static List<String> table(List<String> columns, JsonNode rows) {
        return new TextTable(
                        columns.stream().map(column -> column.replace('_', ' ')).toList(),
                        rows.valueStream()
                                .map(row -> columns.stream()
                                        .map(column -> line(row, column))
                                        .toList())
                                .toList(),
                        false)
                .lines();
    }

    private static String line(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isNull() || value.isMissingNode() ? "-" : TerminalText.line(value.asString());
    }
}
