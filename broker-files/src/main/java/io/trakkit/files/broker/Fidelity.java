package io.trakkit.files.broker;

import io.trakkit.files.join.FeeInTotal;
import io.trakkit.files.join.Reversals;
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
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fidelity (US), account history. What a row is stands in the first words of a sentence; rows without a date are the legal text
 * below the table.
 */
public final class Fidelity implements Preset {

    private static final Dates DATES = Dates.of("MM/dd/uuuu");
    private static final String[] PRICE = {"Price ($)", "Price"};
    private static final String[] COMMISSION = {"Commission ($)", "Commission"};
    private static final String[] FEES = {"Fees ($)", "Fees"};
    private static final String[] ACCRUED = {"Accrued Interest ($)", "Accrued Interest"};
    private static final String[] AMOUNT = {"Amount ($)", "Amount"};
    private static final String TRADE = "a trade";
    private static final Pattern MONEY = Pattern.compile(
            "(DIRECT DEPOSIT|DIRECT DEBIT|CHECK|ELECTRONIC FUNDS|BILL PAYMENT|DEBIT CARD|WIRE|CASH CONTRIBUTION|"
                    + "CASH ADVANCE|CO CONTR|PARTIC CONTR).*");

    /** What comes to a retirement account or leaves it, money or units. */
    private static final Pattern RETIREMENT =
            Pattern.compile("(CONTRIBUTION|ROLLOVER|(NORMAL|EARLY|PREMATURE) DISTR|ROTH CONVERSION)\\b.*");

    private static final Pattern AS_OF = Pattern.compile(
            "\\bas of ([0-9]{2}/[0-9]{2}/[0-9]{4}|[A-Z][a-z]{2}-[0-9]{2}-[0-9]{4})", Pattern.CASE_INSENSITIVE);
    private static final Dates AS_OF_DATES = Dates.of("MM/dd/uuuu", "MMM-dd-uuuu");

    @Override
    public String name() {
        return "fidelity";
    }

    @Override
    public String title() {
        return "Fidelity";
    }

    @Override
    public Traits traits() {
        return Traits.TABLE.in("America/New_York").withNewestFirst();
    }

    @Override
    public List<Header> headers() {
        return List.of(
                Header.of(
                                "Run Date,Account,Account Number,Action,Symbol,Description,Type,Quantity,Price,Commission,Fees,"
                                        + "Accrued Interest,Amount,Settlement Date")
                        .may("Currency,Exchange Currency,Exchange Quantity,Exchange Rate")
                        .ignoring("Account,Description,Type,Settlement Date"),
                Header.of("Run Date,Action,Symbol,Quantity,Price ($),Commission ($),Fees ($),Accrued Interest ($),"
                                + "Amount ($),Settlement Date")
                        // Of all accounts, or of one.
                        .may("Account Number")
                        .ignoring(
                                "Account,Description,Type,Security Description,Security Type,Cash Balance ($),Settlement Date"));
    }

    @Override
    public boolean isText(List<String> cells) {
        // What begins with a digit is a day, perhaps in a form that the file must not have; it is never skipped as
        // text.
        return !Character.isDigit(
                cells.getFirst().isEmpty() ? ' ' : cells.getFirst().charAt(0));
    }

    @Override
    public boolean leavesOutLastCells() {
        return true;
    }

    @Override
    public RowResult read(Row row) {
        String action = row.text("Action").toUpperCase(Locale.ROOT);
        String currency = row.find("Currency").orElse("USD");
        if (action.contains("OPENING TRANSACTION")
                || action.contains("CLOSING TRANSACTION")
                || action.matches("(ASSIGNED|EXPIRED|EXERCISED)\\b.*")) {
            return RowResult.unsupported("an option");
        }
        if (action.matches("(BUY|SELL) CANCEL\\b.*")) {
            return Reversals.part(TRADE);
        }
        if (action.startsWith("YOU BOUGHT")) {
            return trade(row, Kind.BUY, currency);
        }
        if (action.startsWith("REINVESTMENT")) {
            return trade(row, Kind.BUY, currency);
        }
        if (action.startsWith("YOU SOLD")) {
            return trade(row, Kind.SELL, currency);
        }
        if (action.startsWith("DIVIDEND RECEIVED")
                || action.startsWith("LONG-TERM CAP GAIN")
                || action.startsWith("SHORT-TERM CAP GAIN")) {
            return row.decimal(AMOUNT).signum() < 0
                    ? Reversals.dividend()
                    : RowResult.of(ofSecurity(row, Kind.DIVIDEND).total(row.decimal(AMOUNT), currency));
        }
        if (action.startsWith("RETURN OF CAPITAL")) {
            return RowResult.of(ofSecurity(row, Kind.RETURN_OF_CAPITAL).total(row.decimal(AMOUNT), currency));
        }
        if (action.startsWith("FOREIGN TAX PAID") || action.startsWith("NON-RESIDENT TAX")) {
            return new RowResult.Part("a tax");
        }
        if (action.startsWith("INTEREST EARNED")
                || action.startsWith("MUNI EXEMPT INT")
                || action.startsWith("MARGIN INTEREST")
                || action.startsWith("INTEREST")) {
            return RowResult.of(cash(row, Kind.INTEREST, row.decimal(AMOUNT), currency));
        }
        if (action.startsWith("FEE CHARGED") || action.startsWith("ADVISOR FEE") || action.startsWith("ADR FEE")) {
            return RowResult.of(cash(row, Kind.CHARGE, row.decimal(AMOUNT).negate(), currency));
        }
        return other(row, action, currency);
    }

    private static RowResult other(Row row, String action, String currency) {
        if (action.startsWith("REDEMPTION FROM") || action.startsWith("PURCHASE INTO")) {
            return RowResult.without("a move of cash to or from its fund");
        }
        if (action.startsWith("REDEMPTION PAYOUT")) {
            return RowResult.unsupported("the end of a bond, whose price is for 100 of its face value");
        }
        if (action.startsWith("DISTRIBUTION")) {
            BigDecimal quantity = row.decimalOrZero("Quantity");
            return quantity.signum() > 0
                    ? RowResult.of(ofSecurity(row, Kind.BONUS).volume(quantity))
                    : RowResult.unsupported("a distribution that takes units");
        }
        if (action.startsWith("IN LIEU")) {
            return RowResult.unsupported("cash in lieu, whose units the file does not have: post it as a cash_in_lieu");
        }
        if (action.startsWith("MERGER")
                || action.startsWith("REVERSE SPLIT")
                || action.startsWith("SPIN")
                || action.startsWith("NAME CHANGE")
                || action.startsWith("TENDER")) {
            return RowResult.unsupported("a corporate action");
        }
        if (action.startsWith("TRANSFERRED FROM")
                || action.startsWith("TRANSFERRED TO")
                || action.startsWith("TRANSFER OF ASSETS")
                || action.startsWith("JOURNALED")
                || RETIREMENT.matcher(action).matches()) {
            return transfer(row, currency);
        }
        if (MONEY.matcher(action).matches()) {
            return money(row, currency);
        }
        throw row.wrong("does not begin with words that are known", "Action");
    }

    private static RowResult transfer(Row row, String currency) {
        BigDecimal quantity = row.has("Symbol") ? row.decimalOrZero("Quantity") : BigDecimal.ZERO;
        if (quantity.signum() == 0) {
            return money(row, currency);
        }
        return quantity.signum() < 0
                ? RowResult.of(ofSecurity(row, Kind.TRANSFER_OUT).volume(quantity))
                : RowResult.unsupported("units that come in, whose cost the file does not have: post a transfer_in");
    }

    private static RowResult money(Row row, String currency) {
        return RowResult.of(named(row, Draft.ofCash(time(row), row.decimal(AMOUNT), currency)));
    }

    private static RowResult trade(Row row, Kind kind, String currency) {
        if (row.decimalOrZero(ACCRUED).signum() != 0
                || row.find("Symbol").orElse("").matches("[0-9]{3}[0-9A-Z]{5}[0-9]")) {
            return RowResult.unsupported("a bond, whose price is for 100 of its face value");
        }
        BigDecimal price = row.decimal(PRICE);
        Draft draft = ofSecurity(row, kind).volume(row.decimal("Quantity")).price(price, currency);
        BigDecimal worth = draft.volume().orElseThrow().multiply(price);
        // The words say which side it is; an amount of the other side takes a trade back.
        BigDecimal amount = kind == Kind.BUY ? row.decimal(AMOUNT).negate() : row.decimal(AMOUNT);
        BigDecimal fee = FeeInTotal.cost(
                kind, worth, amount, row.decimalOrZero(COMMISSION).add(row.decimalOrZero(FEES)));
        Near.check(
                row,
                amount,
                kind == Kind.BUY ? worth.add(fee) : worth.subtract(fee),
                "quantity times price and fees",
                AMOUNT);
        return RowResult.charged(draft, fee, BigDecimal.ZERO);
    }

    private static Draft ofSecurity(Row row, Kind kind) {
        return named(row, new Draft(kind, time(row)).ticker(row.text("Symbol")));
    }

    private static Draft cash(Row row, Kind kind, BigDecimal amount, String currency) {
        return named(row, new Draft(kind, time(row)).total(amount, currency));
    }

    private static Draft named(Row row, Draft draft) {
        row.find("Account Number").ifPresent(draft::account);
        return draft;
    }

    /** The day in the sentence is the one on which it took effect. */
    private static Stamp time(Row row) {
        Matcher asOf = AS_OF.matcher(row.text("Action"));
        return asOf.find() ? row.timeOf(AS_OF_DATES, asOf.group(1), "Action") : row.time(DATES, "Run Date");
    }

    @Override
    public void join(List<ReadRow> rows) {
        Reversals.ofDividends(
                        row -> row.text("Action").split(" ", 2)[0] + " " + row.key("Account Number") + " "
                                + row.key("Symbol"),
                        row -> row.decimalOrZero(AMOUNT),
                        Fidelity::time)
                .join(rows);
        new Reversals(
                        row -> row.key("Account Number") + " " + row.key("Symbol") + " " + row.key(PRICE),
                        row -> row.decimalOrZero(AMOUNT),
                        Fidelity::time,
                        TRADE)
                .join(rows);
        Taxes.join(
                rows,
                row -> row.find("Symbol")
                        .map(symbol -> row.key("Account Number") + "/" + symbol + " " + row.text("Run Date")),
                row -> row.decimal(AMOUNT).negate());
        for (ReadRow row : rows) {
            if (row.isPart()) {
                Row tax = row.row();
                row.result(RowResult.of(cash(
                        tax,
                        Kind.CHARGE,
                        tax.decimal(AMOUNT).negate(),
                        tax.find("Currency").orElse("USD"))));
            }
        }
    }
}
