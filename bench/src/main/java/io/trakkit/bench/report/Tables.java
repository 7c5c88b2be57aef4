package io.trakkit.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Results for people. */
public final class Tables {

    static final List<String> HEAD = List.of("", "min", "median", "max", "", "ours is", "to reach");

    private Tables() {}

    /** The table of a scenario. */
    public static String of(Result result) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        result.figures().forEach(figure -> rows.add(row(figure)));
        int[] widths = widths(rows);
        StringBuilder text = new StringBuilder();
        text.append(title(result) + "\n");
        rows.forEach(row -> text.append("  ").append(line(row, widths)).append('\n'));
        result.notes().forEach(note -> text.append("  ").append(note).append('\n'));
        return text.toString();
    }

    static String title(Result result) {
        int rounds = result.figures().stream()
                .mapToInt(figure -> figure.spread().rounds())
                .max()
                .orElse(0);
        return "%s: %s; %s"
                .formatted(result.scenario(), result.setting(), rounds == 1 ? "1 round" : rounds + " rounds");
    }

    static List<String> row(Figure figure) {
        String ours = figure.ours().isPresent() ? Numbers.ratio(figure.ours().getAsDouble()) : "";
        String targets = figure.targets().stream()
                .map(target -> target.text() + (target.met() ? " met" : " MISSED"))
                .collect(Collectors.joining(", "));
        Spread spread = figure.spread();
        return List.of(
                figure.name(),
                Numbers.shown(spread.min()),
                Numbers.shown(spread.median()),
                Numbers.shown(spread.max()),
                figure.unit(),
                ours,
                targets);
    }

    private static int[] widths(List<List<String>> rows) {
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - row.get(i).length());
            boolean isNumber = (i >= 1 && i <= 3) || i == 5;
            line.append(isNumber ? padding + row.get(i) : row.get(i) + padding).append("  ");
        }
        return line.toString().stripTrailing();
    }
}
