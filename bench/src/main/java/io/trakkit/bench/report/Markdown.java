package io.trakkit.bench.report;

import java.util.List;
import java.util.stream.Collectors;

/** Results for a page of the documentation. */
public final class Markdown {

    private static final String COLUMNS = "|---|---:|---:|---:|---|---:|---|";

    private Markdown() {}

    /** What it was measured on, as a list. */
    public static String of(Machine machine) {
        return machine.properties().entrySet().stream()
                .map(property -> "- %s: %s%n".formatted(property.getKey(), property.getValue()))
                .collect(Collectors.joining());
    }

    /** A table under its heading, and the notes below. */
    public static String of(Result result) {
        StringBuilder text = new StringBuilder();
        text.append("### ").append(Tables.title(result)).append("\n\n");
        text.append(line(Tables.HEAD)).append(COLUMNS).append('\n');
        result.figures().forEach(figure -> text.append(line(Tables.row(figure))));
        text.append('\n');
        result.notes().forEach(note -> text.append("- ").append(note).append('\n'));
        return text.toString();
    }

    private static String line(List<String> cells) {
        return cells.stream().map(String::strip).collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
