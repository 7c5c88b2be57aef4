package io.trakkit.ingest.bulk.format;

import io.trakkit.ingest.bulk.format.Found.Mistake;
import io.trakkit.ingest.trade.PlainTrade;
import io.trakkit.ingest.trade.PlainTrade.Field;
import io.trakkit.wire.http.ProblemException;
import io.trakkit.wire.json.FieldError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values (RFC 4180) under a header that names the fields of a trade, in any order. An empty cell is a field
 * left out. Blank lines are passed over.
 */
final class Csv implements Records {

    private static final Map<String, Field> FIELDS =
            Arrays.stream(Field.values()).collect(Collectors.toMap(Field::wireName, Function.identity()));

    private static final Set<Field> OPTIONAL = EnumSet.of(Field.REF_ID, Field.EXECUTED_AT);

    /** What is a whole number in JSON, and a number only where it is one here. */
    private static final Field WHOLE_NUMBER = Field.TRADE_TYPE;

    private final CsvLines lines;
    private final List<Field> columns;

    /** @throws ProblemException if the header is not that of trades */
    Csv(Body body, Defaults defaults) throws IOException {
        body.skipByteOrderMark();
        lines = new CsvLines(body);
        columns = header(defaults);
    }

    private List<Field> header(Defaults defaults) throws IOException {
        List<FieldError> errors = new ArrayList<>();
        List<String> names = List.of();
        switch (lines.next()) {
            case null -> {}
            case CsvLines.Cells(var _, List<String> cells) ->
                names = cells.stream().map(String::strip).toList();
            case CsvLines.Malformed malformed -> errors.add(new FieldError("", "the header " + malformed.detail()));
        }
        List<Field> header = new ArrayList<>();
        for (String name : names) {
            Field field = FIELDS.get(name);
            if (field == null) {
                errors.add(FieldError.of(name, "is not a known field"));
            } else if (header.contains(field)) {
                errors.add(FieldError.of(name, "is a column twice"));
            } else {
                header.add(field);
            }
        }
        if (errors.isEmpty()) {
            Arrays.stream(Field.values())
                    .filter(field -> !OPTIONAL.contains(field) && !header.contains(field) && !defaults.has(field))
                    .forEach(field -> errors.add(FieldError.of(field.wireName(), "is missing in the header")));
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
            case CsvLines.Cells(long line, List<String> cells) -> new Found.Plain(line, fields(cells));
        };
    }

    private PlainTrade fields(List<String> cells) {
        PlainTrade fields = new PlainTrade();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            Field field = columns.get(i);
            if (field == WHOLE_NUMBER && isSmallNumber(cell)) {
                fields.putNumber(field, cell);
            } else if (!cell.isEmpty()) {
                fields.putText(field, cell);
            }
        }
        return fields;
    }

    private static boolean isSmallNumber(String cell) {
        if (cell.isEmpty() || cell.length() >= 10) {
            return false;
        }
        for (int i = 0; i < cell.length(); i++) {
            if (cell.charAt(i) < '0' || cell.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
