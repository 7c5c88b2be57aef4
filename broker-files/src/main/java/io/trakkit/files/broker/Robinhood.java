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
import java.util.Optional;

/**
 * Robinhood, account activity. All money is in dollars; a fee shows only as the difference between an amount and quantity times
 * price. Quantities have no sign.
 */
public final class Robinhood implements Preset {

    private static final String CODE = "Trans Code";
    private static final String USD = "USD";
    private static final int NAMES = 9;
    private static final Dates DATES = Dates.of("M/d/uuuu", "uuuu-MM-dd");

    @Override
    public String name() {
        return "robinhood";
    }

    @Override
    public String title() {
        return "Robinhood";
    }

    @Override
    public Traits traits() {
        return Traits.TABLE.in("America/New_York").withNewestFirst().joiningTheFile();
    }

    @Override
    public List<Header> headers() {
        return List.of(Header.of(
                        "Activity Date,Process Date,Settle Date,Instrument,Description,Trans Code,Quantity,Price,Amount")
                .ignoring("Process Date,Settle Date,Description"));
    }

    /** The disclaimer at the end is in a cell beyond the last column. */
    @Override
    public boolean isText(List<String> cells) {
        return cells.stream().limit(NAMES).allMatch(String::isEmpty);
    }

    @Override
    public RowResult read(Row row) {
        return switch (row.key(CODE)) {
            case "buy", "bc" -> RowResult.of(trade(row, Kind.BUY));
            case "sell", "ss" -> RowResult.of(trade(row, Kind.SELL));
            case "bcxl", "scxl" -> new RowResult.Part("the cancellation of a trade");
            case "bto", "sto", "btc", "stc", "oexp", "oasgn", "oexcs", "oca", "ocxl" ->
                RowResult.unsupported("an option");
            case "cdiv", "mdiv" ->
                amount(row).signum() < 0
                        ? Reversals.dividend()
                        : RowResult.of(security(row, Kind.DIVIDEND).total(amount(row), USD));
            case "dtax", "nrat" -> new RowResult.Part("a tax");
            case "int", "slip", "mint", "gdbp" -> cash(row, Kind.INTEREST, amount(row));
            case "gold", "gmpc", "afee", "dfee", "fee", "mfee" ->
                cash(row, Kind.CHARGE, amount(row).negate());
            case "ach",
                    "rtp",
                    "wire",
                    "with",
                    "dcf",
                    "cfir",
                    "cfri",
                    "mtch",
                    "abip",
                    "jnlc",
                    "misc",
                    "comp",
                    "xent",
                    "drfro" -> bySign(row);
            case "itrf", "acati", "acato", "acats", "jnls" -> transfer(row);
            case "spl" ->
                signed(row).signum() < 0
                        ? new RowResult.Part("a side of a reverse split")
                        : RowResult.of(security(row, Kind.BONUS).volume(signed(row)));
            case "spr" -> new RowResult.Part("a side of a reverse split");
            case "sdiv" -> RowResult.of(security(row, Kind.BONUS).volume(signed(row)));
            case "cil" ->
                RowResult.unsupported("cash in lieu, whose units the file does not have: post it as a cash_in_lieu");
            case "rec" ->
                RowResult.unsupported("shares that come in, whose cost the file does not have: post a transfer_in");
            case "soff", "conv", "exch", "sxch", "mrgs", "mrgc", "lqdt", "futswp", "mtm" ->
                RowResult.unsupported("a corporate action or a transfer of another kind: " + row.text(CODE));
            default -> throw row.wrong("is not a known code", CODE);
        };
    }

    private static Draft trade(Row row, Kind kind) {
        Draft draft = security(row, kind).volume(signed(row)).currency(USD);
        // A cancelled trade has a code of its own, so that the sign of the amount is that of the side.
        BigDecimal total = kind == Kind.BUY ? amount(row).negate() : amount(row);
        return FeeInTotal.addTo(draft, row.decimal("Price"), total, row, "Amount");
    }

    private static RowResult bySign(Row row) {
        return cash(row, amount(row).signum() < 0 ? Kind.WITHDRAWAL : Kind.DEPOSIT, amount(row));
    }

    /** Shares or cash; only the code says whether shares come or go. */
    private static RowResult transfer(Row row) {
        if (!row.has("Quantity")) {
            return bySign(row);
        }
        return row.key(CODE).equals("acato")
                ? RowResult.of(security(row, Kind.TRANSFER_OUT).volume(quantity(row)))
                : RowResult.unsupported("a transfer of shares, whose direction or cost the file does not have: "
                        + "post it as a transfer_in or transfer_out");
    }

    private static RowResult cash(Row row, Kind kind, BigDecimal money) {
        return money.signum() == 0
                ? RowResult.without("a row without money")
                : RowResult.of(new Draft(kind, time(row)).total(money, USD));
    }

    private static Draft security(Row row, Kind kind) {
        return new Draft(kind, time(row)).ticker(row.text("Instrument"));
    }

    private static Stamp time(Row row) {
        return row.time(DATES, "Activity Date");
    }

    private static BigDecimal amount(Row row) {
        return row.decimal("Amount");
    }

    private static BigDecimal quantity(Row row) {
        return signed(row).abs();
    }

    /** An S behind the number says that the units leave. */
    private static BigDecimal signed(Row row) {
        String text = row.text("Quantity");
        boolean leaves = text.endsWith("S");
        BigDecimal number = row.number(leaves ? text.substring(0, text.length() - 1) : text, "Quantity");
        return leaves ? number.abs().negate() : number;
    }

    @Override
    public void join(List<ReadRow> rows) {
        Reversals.ofDividends(
                        row -> row.key(CODE) + " " + row.key("Instrument"),
                        row -> row.decimalOrZero("Amount"),
                        Robinhood::time)
                .join(rows);
        Taxes.join(
                rows,
                row -> row.find("Instrument").map(symbol -> symbol + " " + time(row)),
                row -> amount(row).negate());
        for (ReadRow row : rows) {
            if (row.isPart()) {
                switch (row.row().key(CODE)) {
                    case "spr", "spl" -> reverseSplit(row, rows);
                    case "bcxl", "scxl" -> cancel(row, rows);
                    default ->
                        row.result(
                                cash(row.row(), Kind.CHARGE, amount(row.row()).negate()));
                }
            }
        }
    }

    private static void reverseSplit(ReadRow side, List<ReadRow> rows) {
        ReverseSplits.join(
                side,
                rows,
                row -> row.key(CODE) + " " + row.key("Instrument") + " " + row.text("Activity Date"),
                Robinhood::signed,
                row -> security(row, Kind.SPLIT));
    }

    private static void cancel(ReadRow cancellation, List<ReadRow> rows) {
        Row cancel = cancellation.row();
        String code = cancel.key(CODE).equals("bcxl") ? "buy" : "sell";
        Optional<ReadRow> cancelled = rows.stream()
                .filter(row -> !row.drafts().isEmpty() && row.row().key(CODE).equals(code))
                .filter(row -> row.row().key("Instrument").equals(cancel.key("Instrument"))
                        && quantity(row.row()).compareTo(quantity(cancel)) == 0
                        && amount(row.row()).compareTo(amount(cancel).negate()) == 0)
                .findFirst();
        if (cancelled.isEmpty()) {
            cancellation.result(new RowResult.Wrong(
                    CODE,
                    cancel.text(CODE),
                    "cancels a trade that is not in this file: if it was imported before, amend its status to failed"));
            return;
        }
        cancelled.get().result(RowResult.without("cancelled in line " + cancel.line()));
        cancellation.result(RowResult.without(
                "the cancellation of line " + cancelled.get().row().line()));
    }
}
