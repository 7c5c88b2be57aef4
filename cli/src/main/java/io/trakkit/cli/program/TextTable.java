package io.trakkit.cli.program;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows of text under a header.
 *
 * @param numbers whether all columns but the first are numbers, which are aligned to the right
 */
public record TextTable(List<String> header, List<List<String>> rows, boolean numbers) {

    private static final String GAP = "  ";

    /** The lines, without trailing spaces. */
    public List<String> lines() {
        List<Integer> widths = IntStream.range(0, header.size())
                .mapToObj(column -> Math.max(
                        header.get(column).length(),
                        rows.stream()
                                .mapToInt(row -> row.get(column).length())
                                .max()
                                .orElse(0)))
                .toList();
        return IntStream.rangeClosed(0, rows.size())
                .mapToObj(i -> line(i == 0 ? header : rows.get(i - 1), widths))
                .toList();
    }

    private String line(List<String> cells, List<Integer> widths) {
        return IntStream.range(0, cells.size())
                .mapToObj(column -> {
                    String filling =
                            " ".repeat(widths.get(column) - cells.get(column).length());
                    return column == 0 || !numbers ? cells.get(column) + filling : filling + cells.get(column);
                })
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }
}
