package io.trakkit.files.broker;

import io.trakkit.files.join.FeeInTotal;
import io.trakkit.files.join.Reversals;
import io.trakkit.files.join.ReverseSplits;
import io.trakkit.files.join.Taxes;
import io.trakkit.files.preset.Dates;
import io.trakkit.files.preset.Draft;
import io.trakkit.files.preset.Header;
import io.trakkit.files.preset.Kind;
import io.trakkit.files.preset.Near;
import io.trakkit.files.preset.Preset;
import io.trakkit.files.preset.ReadRow;
import io.trakkit.files.preset.Row;
import io.trakkit.files.preset.RowResult;
import io.trakkit.files.preset.Stamp;
import io.trakkit.files.preset.Traits;
import io.trakkit.files.source.SourceKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Charles Schwab, transactions of a brokerage account, as CSV or JSON. All money is in dollars. */
public final class Schwab implements Preset {

    private static final String USD = "USD";
    private static final Dates DATES = Dates.of("MM/dd/uuuu");
    private static final String AS_OF = " as of ";
    private static final String NEEDS = "Date,Action,Symbol,Description,Quantity,Price,Fees & Comm,Amount";

    private final SourceKind source;

    private Schwab(SourceKind source) {
        this.source = source;
    }

    public static Schwab csv() {
        return new Schwab(SourceKind.TABLE);
    }

    public static Schwab json() {
        return new Schwab(SourceKind.JSON);
    }

    @Override
    public String name() {
        return source == SourceKind.JSON ? "schwab-json" : "schwab";
    }

    @Override
    public String title() {
        return source == SourceKind.JSON ? "Charles Schwab (JSON)" : "Charles Schwab";
    }

    @Override
    public Traits traits() {
        return Traits.TABLE.of(source).in("America/New_York").withNewestFirst().joiningTheFile();
    }

    @Override
    public List<Header> headers() {
        return source == SourceKind.JSON
                ? List.of(Header.of("Date,Action").may(NEEDS).ignoring("*").in("BrokerageTransactions"))
                : List.of(Header.of(NEEDS).ignoring("Description"));
    }

    @Override
    public boolean reads(String section) {
        return source == SourceKind.TABLE || section.equals("BrokerageTransactions");
    }

    @Override
    public boolean isText(List<String> cells) {
        return cells.getFirst().startsWith("Transactions Total");
    }

    @Override
    public RowResult read(Row row) {
        String action = row.key("Action");
        return switch (action) {
            case "buy", "reinvest shares" -> trade(row, Kind.BUY);
            // A short sale is closed by a plain buy.
            case "sell", "sell short" -> trade(row, Kind.SELL);
            case "cancel buy", "cancel sell" -> new RowResult.Part("the cancellation of a trade");
            case "cash dividend",
                    "qualified dividend",
                    "non-qualified div",
                    "special dividend",
                    "special qual div",
                    "special non qual div",
                    "pr yr cash div",
                    "pr yr div reinvest",
                    "pr yr non-qual div",
                    "pr yr non qual div",
                    "pr yr special div",
                    "div adjustment",
                    "qual div reinvest",
                    "reinvest dividend",
                    "long term cap gain",
                    "short term cap gain",
                    "long term cap gain reinvest",
                    "short term cap gain reinvest" ->
                row.decimal("Amount").signum() < 0
                        ? Reversals.dividend()
                        : RowResult.of(ofSecurity(row, Kind.DIVIDEND).total(row.decimal("Amount"), USD));
            case "return of capital", "ret cap reinvest" ->
                RowResult.of(ofSecurity(row, Kind.RETURN_OF_CAPITAL).total(row.decimal("Amount"), USD));
            case "nra tax adj",
                    "nra withholding",
                    "nra withhold",
                    "foreign tax paid",
                    "irs withhold adj",
                    "tax withholding" -> new RowResult.Part("a tax");
            case "credit interest",
                    "bank interest",
                    "bond interest",
                    "cd interest",
                    "margin interest",
                    "interest adj" -> RowResult.of(cash(row, Kind.INTEREST, row.decimal("Amount")));
            case "adr mgmt fee", "service fee", "advisor fee", "misc fee", "foreign tax reclaim fee" ->
                RowResult.of(cash(row, Kind.CHARGE, row.decimal("Amount").negate()));
            case "moneylink transfer",
                    "moneylink deposit",
                    "moneylink withdrawal",
                    "moneylink adj",
                    "bank transfer",
                    "visa purchase",
                    "returned check",
                    "auto s1 debit/credit",
                    "promotional award",
                    "wire funds adj",
                    "funds disbursed",
                    "wire sent",
                    "wire received",
                    "wire funds",
                    "wire funds received",
                    "wire funds sent",
                    "funds received",
                    "funds paid",
                    "journal",
                    "misc cash entry",
                    "misc credits" -> bySign(row);
            case "journaled shares", "security transfer", "internal transfer", "stock plan activity" ->
                row.decimalOrZero("Quantity").signum() == 0 ? bySign(row) : transfer(row);
            case "stock split" ->
                row.decimal("Quantity").signum() > 0
                        ? RowResult.of(ofSecurity(row, Kind.BONUS).volume(row.decimal("Quantity")))
                        : new RowResult.Part("a split that takes units");
            case "reverse split" -> new RowResult.Part("a side of a reverse split");
            case "stock div dist" -> RowResult.of(ofSecurity(row, Kind.BONUS).volume(row.decimal("Quantity")));
            case "cash in lieu" ->
                RowResult.unsupported("cash in lieu, whose units the file does not have: post it as a cash_in_lieu");
            case "buy to open",
                    "buy to close",
                    "sell to open",
                    "sell to close",
                    "expired",
                    "assigned",
                    "exercised",
                    "options frwd split",
                    "options frwd split adj",
                    "exchange or exercise" -> RowResult.unsupported("an option");
            case "stock merger",
                    "name change",
                    "spin-off",
                    "cash merger",
                    "cash merger adj",
                    "full redemption",
                    "full redemption adj",
                    "conversion",
                    "reinvestment adj",
                    "mandatory reorg exc" -> RowResult.unsupported("a corporate action: " + row.text("Action"));
            default -> throw row.wrong("is not a known action", "Action");
        };
    }

    private static RowResult trade(Row row, Kind kind) {
        if (isBond(row)) {
            return RowResult.unsupported("a bond, whose price is for 100 of its face value");
        }
        BigDecimal price = row.decimal("Price");
        Draft draft = ofSecurity(row, kind).volume(row.decimal("Quantity")).price(price, USD);
        BigDecimal worth = draft.volume().orElseThrow().multiply(price);
        // A cancelled trade has an action of its own, so that the sign of the amount is that of the side.
        BigDecimal amount = kind == Kind.BUY ? row.decimal("Amount").negate() : row.decimal("Amount");
        BigDecimal fee = FeeInTotal.cost(kind, worth, amount, row.decimalOrZero("Fees & Comm"));
        Near.check(
                row,
                amount,
                kind == Kind.BUY ? worth.add(fee) : worth.subtract(fee),
                "quantity times price and fees",
                "Amount");
        return RowResult.charged(draft, fee, BigDecimal.ZERO);
    }

    /** A CUSIP has nine characters, and digits among them. */
    private static boolean isBond(Row row) {
        return row.find("Symbol").orElse("").matches("[0-9]{3}[0-9A-Z]{5}[0-9]");
    }

    private static RowResult bySign(Row row) {
        BigDecimal amount = row.decimalOrZero("Amount");
        if (amount.signum() == 0) {
            return row.has("Quantity") ? transfer(row) : RowResult.without("a row without money");
        }
        return RowResult.of(Draft.ofCash(time(row), amount, USD));
    }

    private static RowResult transfer(Row row) {
        BigDecimal quantity = row.decimal("Quantity");
        return quantity.signum() < 0
                ? RowResult.of(ofSecurity(row, Kind.TRANSFER_OUT).volume(quantity))
                : RowResult.unsupported("units that come in, whose cost the file does not have: post a transfer_in");
    }

    private static Draft ofSecurity(Row row, Kind kind) {
        return new Draft(kind, time(row)).ticker(row.text("Symbol"));
    }

    private static Draft cash(Row row, Kind kind, BigDecimal amount) {
        return new Draft(kind, time(row)).total(amount, USD);
    }

    /** Of two dates the second is the day on which it took effect. */
    private static Stamp time(Row row) {
        String text = row.text("Date");
        int second = text.indexOf(AS_OF);
        return row.timeOf(
                DATES,
                second < 0 ? text : text.substring(second + AS_OF.length()).strip(),
                "Date");
    }

    @Override
    public void join(List<ReadRow> rows) {
        Reversals.ofDividends(
                        row -> row.key("Action") + " " + row.key("Symbol"),
                        row -> row.decimalOrZero("Amount"),
                        Schwab::time)
                .join(rows);
        Taxes.join(
                rows,
                row -> row.find("Symbol").map(symbol -> symbol + " " + time(row).day()),
                row -> row.decimal("Amount").negate());
        for (ReadRow row : rows) {
            if (!row.isPart()) {
                continue;
            }
            String action = row.row().key("Action");
            if (action.startsWith("cancel")) {
                cancel(row, rows);
            } else if (action.endsWith("split")) {
                reverseSplit(row, rows);
            } else {
                row.result(
                        Taxes.alone(time(row.row()), row.row().decimal("Amount").negate(), USD));
            }
        }
    }

    private static void reverseSplit(ReadRow side, List<ReadRow> rows) {
        ReverseSplits.join(
                side,
                rows,
                row -> row.key("Action") + " " + row.key("Symbol") + " " + row.key("Date"),
                row -> row.decimalOrZero("Quantity"),
                row -> ofSecurity(row, Kind.SPLIT));
    }

    private static void cancel(ReadRow cancellation, List<ReadRow> rows) {
        Row cancel = cancellation.row();
        String side = cancel.key("Action").substring("cancel ".length());
        Optional<ReadRow> cancelled = rows.stream()
                .filter(row ->
                        !row.drafts().isEmpty() && row.row().key("Action").equals(side))
                .filter(row -> row.row().key("Symbol").equals(cancel.key("Symbol"))
                        && row.row()
                                        .decimal("Quantity")
                                        .abs()
                                        .compareTo(cancel.decimal("Quantity").abs())
                                == 0
                        && row.row().decimal("Price").compareTo(cancel.decimal("Price")) == 0)
                .findFirst();
        if (cancelled.isPresent()) {
            cancelled.get().result(RowResult.without("cancelled in line " + cancel.line()));
            cancellation.result(RowResult.without(
                    "the cancellation of line " + cancelled.get().row().line()));
        } else {
            cancellation.result(new RowResult.Wrong(
                    "Action",
                    cancel.text("Action"),
                    "cancels a trade that is not in this file: if it was imported before, amend its status to failed"));
        }
    }
}
