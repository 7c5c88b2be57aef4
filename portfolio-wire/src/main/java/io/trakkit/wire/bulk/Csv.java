package io.trakkit.wire.bulk;

import io.trakkit.wire.bulk.NextRecord.Mistake;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.Printable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Delimited values (RFC 4180) under a header that names the fields of trades and activities, in any order and case. An empty
 * cell is a field left out. Spaces around a value, blank lines and rows of empty cells do not count. Beside 1 and 2,
 * {@code trade_type} may be BUY or SELL, in any case as {@code status} and {@code security_type}. The column {@code type} has
 * the type of an activity or the side of a trade.
 */
final class Csv implements Records {

    private final CsvLines lines;
    private final List<Optional<Column>> columns;

    /** @throws ProblemException if the header is not that of trades */
    Csv(Body body, Defaults defaults) throws IOException {
        body.skipByteOrderMark();
        CsvHeader header = CsvHeader.read(body, defaults);
        columns = header.columns();
        lines = new CsvLines(body, header.delimiter().character(), header.nextLine());
    }

    @Override
    public @Nullable NextRecord next() throws IOException {
        return switch (lines.next()) {
            case null -> null;
            case CsvLines.Malformed(long line, Mistake mistake, String detail) ->
                new NextRecord.Wrong(line, mistake, detail);
            case CsvLines.Cells(long line, List<String> cells)
            when cells.size() != columns.size() ->
                new NextRecord.Wrong(
                        line,
                        Mistake.MALFORMED,
                        "the line has " + cells.size() + (cells.size() == 1 ? " cell" : " cells") + ", the header has "
                                + columns.size());
            case CsvLines.Cells(long line, List<String> cells) -> record(line, cells);
        };
    }

    private NextRecord record(long line, List<String> cells) {
        ObjectNode fields = Json.strict().createObjectNode();
        for (int i = 0; i < cells.size(); i++) {
            String cell = Cell.stripped(cells.get(i));
            if (cell.isEmpty()) {
                continue;
            }
            Optional<Column> column = columns.get(i);
            if (column.isEmpty()) {
                return new NextRecord.Wrong(
                        line,
                        Mistake.MALFORMED,
                        "column " + (i + 1) + " has the value \"" + Printable.of(cell)
                                + "\", but no name in the header");
            }
            column.get().put(cell, fields);
        }
        return new NextRecord.Body(line, fields);
    }
}
