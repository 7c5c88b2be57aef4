package io.trakkit.cli.status;

import io.trakkit.cli.program.TerminalText;
import io.trakkit.cli.program.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** The answer about the state of everything as lines of text. */
final class StatusScreen {

    private static final String OK = "OK";
    private static final String UNKNOWN = "not known";
    private static final int DETAIL_WIDTH = 100;
    private static final int NAME_WIDTH = 14;
    private static final Map<String, String> NAMES = Map.of(
            "postgresql", "PostgreSQL",
            "kafka", "Kafka",
            "redis", "Redis",
            "price_feed", "price-feed",
            "worker", "this worker");

    private final JsonNode status;
    private final boolean all;

    /** @param all whether to list all partitions */
    StatusScreen(JsonNode status, boolean all) {
        this.status = status;
        this.all = all;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("trakkit is %s at %s".formatted(text(status, "status"), seconds(text(status, "checked_at"))));
        status.path("findings").forEach(finding -> lines.add("  - " + TerminalText.line(finding.asString(""))));
        lines.add("");
        lines.addAll(components());
        lines.add("");
        lines.add(line("partitions", partitions()));
        lines.add(line("lag", lag()));
        lines.add(line("throughput", throughput()));
        lines.add(line("dead letters", deadLetters()));
        lines.add(line("replay", replay()));
        List<JsonNode> listed = stream(status.path("partitions"))
                .filter(partition -> all
                        || partition.path("lag_records").asLong() > 0
                        || !text(partition, "status").equals(OK))
                .toList();
        if (!listed.isEmpty()) {
            lines.add("");
            lines.addAll(table(listed));
        }
        return lines;
    }

    private List<String> components() {
        return stream(status.path("components"))
                .map(component -> line(
                        NAMES.getOrDefault(text(component, "name"), text(component, "name")),
                        (String.format(Locale.ROOT, "%-8s", text(component, "status"))
                                        + TerminalText.cut(text(component, "detail"), DETAIL_WIDTH))
                                .stripTrailing()))
                .toList();
    }

    private static String line(String name, String value) {
        return String.format(Locale.ROOT, "%-" + NAME_WIDTH + "s%s", name, value);
    }

    /** Such as "12: 10 OK, 2 WARN". */
    private String partitions() {
        Map<String, Long> counts = stream(status.path("partitions"))
                .collect(Collectors.groupingBy(
                        partition -> text(partition, "status"), LinkedHashMap::new, Collectors.counting()));
        return counts.isEmpty()
                ? UNKNOWN
                : status.path("partitions").size() + ": "
                        + counts.entrySet().stream()
                                .map(count -> count.getValue() + " " + count.getKey())
                                .collect(Collectors.joining(", "));
    }

    private String lag() {
        JsonNode records = status.path("lag_records");
        if (!records.isNumber()) {
            return UNKNOWN;
        }
        return records.asLong() == 0
                ? "nothing waits"
                : count(records.asLong(), "record") + ", the oldest for " + age(status.path("lag_seconds"));
    }

    private static String age(JsonNode seconds) {
        return seconds.isNumber() ? seconds.asString() + " s" : "an unknown time";
    }

    private String throughput() {
        JsonNode rates = status.path("throughput");
        return rates.isObject()
                ? "%s records/s applied, %s/s written to the log, over %s s"
                        .formatted(
                                rates.path("applied_per_second").asString(),
                                rates.path("logged_per_second").asString(),
                                Math.round(rates.path("over_seconds").asDouble()))
                : UNKNOWN;
    }

    private String deadLetters() {
        JsonNode letters = status.path("dead_letters");
        if (!letters.isObject()) {
            return UNKNOWN;
        }
        String reasons = letters.path("by_reason").properties().stream()
                .map(reason -> reason.getValue().asString() + " " + TerminalText.line(reason.getKey()))
                .collect(Collectors.joining(", "));
        long pending = letters.path("decisions_pending").asLong();
        return letters.path("open").asString() + " open" + (reasons.isEmpty() ? "" : " (" + reasons + ")")
                + (pending == 0 ? "" : "; " + count(pending, "decision") + " not published yet");
    }

    private String replay() {
        JsonNode replay = status.path("replay");
        return replay.isObject()
                ? "%s (%s) since %s, %s read; './trakkit replay status %s' shows more"
                        .formatted(
                                replay.path("id").asString(),
                                text(replay, "command"),
                                seconds(text(replay, "started_at")),
                                count(replay.path("records").asLong(), "record"),
                                replay.path("id").asString())
                : "none";
    }

    private static List<String> table(List<JsonNode> partitions) {
        return new TextTable(
                        List.of("PARTITION", "APPLIED", "END", "LAG", "SECONDS", "STATUS"),
                        partitions.stream()
                                .map(partition -> List.of(
                                        partition.path("partition").asString(),
                                        partition.path("applied").asString(),
                                        partition.path("end").asString(),
                                        partition.path("lag_records").asString(),
                                        partition.path("lag_seconds").isNumber()
                                                ? partition.path("lag_seconds").asString()
                                                : "?",
                                        text(partition, "status")))
                                .toList(),
                        true)
                .lines();
    }

    private static String count(long number, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static String text(JsonNode node, String field) {
        return TerminalText.line(node.path(field).asString(""));
    }

    /** A time without fractions of a second. */
    private static String seconds(String time) {
        return time.replaceFirst("\\.[0-9]+Z$", "Z");
    }
}
