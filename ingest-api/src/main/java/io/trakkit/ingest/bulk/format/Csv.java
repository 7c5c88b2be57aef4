package io.trakkit.ingest.bulk.format;

import io.trakkit.ingest.bulk.format.NextRecord.Mistake;
import io.trakkit.ingest.trade.PlainTrade;
import io.trakkit.ingest.trade.PlainTrade.Field;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.Printable;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Delimited values (RFC 4180) under a header that names the fields of a trade, in any order and case. An empty cell is a
 * field left out. Spaces around a value, blank lines and rows of empty cells do not count. Beside 1 and 2, {@code trade_type}
 * may be BUY or SELL, in any case as {@code status} and {@code security_type}.
 */
final class Csv implements Records {

    private final CsvLines lines;
    private final List<Optional<Field>> columns;

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
        PlainTrade fields = new PlainTrade();
        for (int i = 0; i < cells.size(); i++) {
            String cell = Cell.stripped(cells.get(i));
            if (cell.isEmpty()) {
                continue;
            }
            Optional<Field> field = columns.get(i);
            if (field.isEmpty()) {
                return new NextRecord.Wrong(
                        line,
                        Mistake.MALFORMED,
                        "column " + (i + 1) + " has the value \"" + Printable.of(cell)
                                + "\", but no name in the header");
            }
            put(fields, field.get(), cell);
        }
        return new NextRecord.Plain(line, fields);
    }

    private static void put(PlainTrade fields, Field field, String cell) {
        switch (field) {
            case TRADE_TYPE -> putSide(fields, cell);
            case STATUS, SECURITY_TYPE -> fields.putText(field, cell.toLowerCase(Locale.ROOT));
            case REF_ID, USER_ID, PORTFOLIO, TICKER, VOLUME, AMOUNT, EXECUTED_AT -> fields.putText(field, cell);
        }
    }

    private static void putSide(PlainTrade fields, String cell) {
        switch (cell.toLowerCase(Locale.ROOT)) {
            case "1", "buy" -> fields.putNumber(Field.TRADE_TYPE, "1");
            case "2", "sell" -> fields.putNumber(Field.TRADE_TYPE, "2");
            default -> fields.putText(Field.TRADE_TYPE, cell);
        }
    }
}
