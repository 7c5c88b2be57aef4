package io.trakkit.files.broker;

import io.trakkit.files.join.FeeInTotal;
import io.trakkit.files.join.Reversals;
import io.trakkit.files.join.ReverseSplits;
import io.trakkit.files.join.Taxes;
import io.trakkit.files.preset.Dates;
import io.trakkit.files.preset.Draft;
import io.trakkit.files.preset.Header;
import io.trakkit.files.preset.Kind;
import io.trakkit.files.preset.Preset;
import io.trakkit.files.preset.ReadRow;
import io.trakkit.files.preset.Row;
import io.trakkit.files.preset.RowResult;
import io.trakkit.files.preset.Stamp;
import io.trakkit.files.preset.Traits;
import java.math.BigDecimal;
import java.util.List;

/**
 * Revolut, account statement of stocks. A fee shows only as the difference between a total and quantity times price. The file does
 * not say into which currency its rate leads.
 */
public final class Revolut implements Preset {

    private static final String TOTAL = "Total Amount";
    private static final Dates DATES = Dates.ISO.or(Dates.of("dd/MM/uuuu HH:mm:ss"));

    @Override
    public String name() {
        return "revolut";
    }

    @Override
    public String title() {
        return "Revolut (stocks)";
    }

    @Override
    public Traits traits() {
        return Traits.TABLE.joiningTheFile();
    }

    @Override
    public List<Header> headers() {
        return List.of(Header.of("Date,Ticker,Type,Quantity,Price per share,Total Amount,Currency")
                .ignoring("FX Rate"));
    }

    @Override
    public RowResult read(Row row) {
        String type = row.key("Type");
        if (type.equals("buy") || type.startsWith("buy - ")) {
            return RowResult.of(trade(row, Kind.BUY));
        }
        if (type.equals("sell") || type.startsWith("sell - ")) {
            return RowResult.of(trade(row, Kind.SELL));
        }
        if (type.startsWith("transfer from revolut ") && type.contains(" to revolut ")) {
            return RowResult.without("a move between companies of Revolut");
        }
        if (type.startsWith("dividend tax")) {
            return new RowResult.Part("a tax");
        }
        return switch (type) {
            case "dividend" ->
                total(row).signum() < 0
                        ? Reversals.dividend()
                        : RowResult.of(security(row, Kind.DIVIDEND).total(total(row), row.text("Currency")));
            case "return of capital" ->
                total(row).signum() < 0
                        ? Reversals.dividend()
                        : RowResult.of(security(row, Kind.RETURN_OF_CAPITAL).total(total(row), row.text("Currency")));
            case "cash top-up", "deposit" ->
                cash(row, total(row).signum() < 0 ? Kind.WITHDRAWAL : Kind.DEPOSIT, total(row));
            case "cash withdrawal", "withdrawal" -> cash(row, Kind.WITHDRAWAL, total(row));
            case "custody fee", "managed portfolio fee", "robo management fee", "adr fee" ->
                cash(row, Kind.CHARGE, total(row).negate());
            case "interest" -> cash(row, Kind.INTEREST, total(row));
            case "stock split" -> split(row);
            case "position closure" ->
                RowResult.unsupported(
                        "the closure of a position, whose units the file does not have: post it as a cash_in_lieu");
            case "merger - stock", "merger - cash", "merger", "spinoff", "spin off" ->
                RowResult.unsupported("a corporate action: " + row.text("Type"));
            default -> throw row.wrong("is not a known type", "Type");
        };
    }

    private static Draft trade(Row row, Kind kind) {
        Draft draft = security(row, kind).volume(row.decimal("Quantity")).currency(row.text("Currency"));
        // The total of a buy is negative in some versions: the type says the side.
        return FeeInTotal.addTo(
                draft, row.decimal("Price per share"), total(row).abs(), row, TOTAL);
    }

    /** The quantity is the change of the units. */
    private static RowResult split(Row row) {
        BigDecimal change = row.decimal("Quantity");
        return change.signum() < 0
                ? new RowResult.Part("a reverse split")
                : RowResult.of(security(row, Kind.BONUS).volume(change));
    }

    private static Draft security(Row row, Kind kind) {
        return new Draft(kind, time(row)).ticker(row.text("Ticker"));
    }

    private static RowResult cash(Row row, Kind kind, BigDecimal money) {
        return money.signum() == 0
                ? RowResult.without("a row without money")
                : RowResult.of(new Draft(kind, time(row)).total(money, row.text("Currency")));
    }

    private static Stamp time(Row row) {
        return row.time(DATES, "Date");
    }

    private static BigDecimal total(Row row) {
        return row.decimal(TOTAL);
    }

    @Override
    public void join(List<ReadRow> rows) {
        Reversals.ofDividends(
                        row -> row.key("Type") + " " + row.key("Ticker"),
                        row -> row.decimalOrZero(TOTAL),
                        Revolut::time)
                .join(rows);
        Taxes.join(
                rows,
                row -> row.find("Ticker").map(symbol -> symbol + " " + time(row).day()),
                row -> total(row).negate());
        for (ReadRow row : rows) {
            if (!row.isPart()) {
                continue;
            }
            if (row.row().key("Type").equals("stock split")) {
                ReverseSplits.join(
                        row,
                        rows,
                        other -> other.key("Type") + " " + other.key("Ticker") + " " + other.key("Date"),
                        other -> other.decimalOrZero("Quantity"),
                        other -> security(other, Kind.SPLIT));
            } else {
                row.result(cash(row.row(), Kind.CHARGE, total(row.row()).negate()));
            }
        }
    }
}
