package io.trakkit.ingest.bulk.format;

import io.trakkit.ingest.bulk.format.Found.Mistake;
import io.trakkit.wire.http.ProblemException;
import io.trakkit.wire.json.FieldError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Comma-separated values (RFC 4180) under a header that names the fields of a trade, in any order. An empty cell is a field
 * left out. Blank lines are passed over.
 */
final class Csv implements Records {

    private static final List<String> REQUIRED =
            List.of("user_id", "portfolio", "trade_type", "security_type", "ticker", "volume", "amount", "status");
    private static final List<String> OPTIONAL = List.of("ref_id", "executed_at");

    /** The one field of which neither JSON's form nor a text of it would do. */
    private static final String WHOLE_NUMBER = "trade_type";

    private final CsvLines lines;
    private final List<String> columns;

    /** @throws ProblemException if the header is not that of trades */
    Csv(Body body, Defaults defaults) throws IOException {
        body.skipByteOrderMark();
        lines = new CsvLines(body);
        columns = header(defaults);
    }

    private List<String> header(Defaults defaults) throws IOException {
        List<FieldError> errors = new ArrayList<>();
        List<String> header = List.of();
        switch (lines.next()) {
            case null -> {}
            case CsvLines.Cells(var _, List<String> cells) ->
                header = cells.stream().map(String::strip).toList();
            case CsvLines.Malformed malformed -> errors.add(new FieldError("", "the header " + malformed.detail()));
        }
        Set<String> seen = new HashSet<>();
        for (String name : header) {
            if (!REQUIRED.contains(name) && !OPTIONAL.contains(name)) {
                errors.add(FieldError.of(name, "is not a known field"));
            } else if (!seen.add(name)) {
                errors.add(FieldError.of(name, "is a column twice"));
            }
        }
        if (errors.isEmpty()) {
            REQUIRED.stream()
                    .filter(name -> !seen.contains(name) && !defaults.has(name))
                    .forEach(name -> errors.add(FieldError.of(name, "is missing in the header")));
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors.subList(0, Math.min(errors.size(), 20)));
        }
        return header;
    }

    @Override
    public @Nullable Found next() throws IOException {
        return switch (lines.next()) {
            case null -> null;
            case CsvLines.Malformed(long line, Mistake mistake, String detail) ->
                new Found.Wrong(line, mistake, detail);
            case CsvLines.Cells(long line, List<String> cells)
            when cells.size() != columns.size() ->
                new Found.Wrong(
                        line,
                        Mistake.MALFORMED,
                        "must have " + columns.size() + " cells, as the header has, not " + cells.size());
            case CsvLines.Cells(long line, List<String> cells) -> new Found.Body(line, fields(cells));
        };
    }

    private ObjectNode fields(List<String> cells) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            if (!cell.isEmpty()) {
                put(fields, columns.get(i), cell);
            }
        }
        return fields;
    }

    private static void put(ObjectNode fields, String name, String cell) {
        if (name.equals(WHOLE_NUMBER) && isSmallNumber(cell)) {
            fields.put(name, Integer.parseInt(cell));
        } else {
            fields.put(name, cell);
        }
    }

    private static boolean isSmallNumber(String cell) {
        return cell.length() < 10 && cell.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }
}
