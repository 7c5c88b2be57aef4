package io.trakkit.files.broker;

import io.trakkit.domain.value.Decimals;
import io.trakkit.files.join.Reversals;
import io.trakkit.files.join.Taxes;
import io.trakkit.files.preset.Draft;
import io.trakkit.files.preset.Header;
import io.trakkit.files.preset.Kind;
import io.trakkit.files.preset.Preset;
import io.trakkit.files.preset.ReadRow;
import io.trakkit.files.preset.Row;
import io.trakkit.files.preset.RowResult;
import io.trakkit.files.preset.Traits;
import io.trakkit.files.source.SourceKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Interactive Brokers, transaction history as CSV, in English. It has no ids, days without times, and the newest rows first. Prices
 * are in their currency, amounts in that of the account, which the summary names.
 */
public final class IbkrHistory implements Preset {

    /** The symbol of the Options Clearing Corporation: root, day of expiry, call or put, strike. */
    private static final Pattern OPTION = Pattern.compile(".*[0-9]{6}[CP][0-9]{8}");

    /** The issuer of a bond, its coupon and the day on which it ends: UKT 0 5/8 06/07/25. */
    private static final Pattern BOND = Pattern.compile(".* [0-9]{2}/[0-9]{2}/[0-9]{2}([0-9]{2})?");

    private static final String HISTORY = "Transaction History";
    private static final String SUMMARY = "Summary";
    private static final String TYPE = "Transaction Type";
    private static final String TRADE = "a trade";
    private static final String NET = "Net Amount";
    private static final Set<String> DIVIDENDS = Set.of("dividend", "payment in lieu");

    @Override
    public String name() {
        return "ibkr-history";
    }

    @Override
    public String title() {
        return "Interactive Brokers (transaction history, CSV)";
    }

    @Override
    public Traits traits() {
        return Traits.TABLE
                .of(SourceKind.SECTIONS)
                .in("America/New_York")
                .withNewestFirst()
                .joiningTheFile();
    }

    @Override
    public List<Header> headers() {
        return List.of(
                Header.of("Field Name,Field Value").in("Statement"),
                Header.of("Field Name,Field Value").in(SUMMARY),
                Header.of(
                                "Date,Account,Description,Transaction Type,Symbol,Quantity,Price,Gross Amount,Commission,Net Amount")
                        .may("Price Currency,Exchange Rate")
                        .ignoring("Description")
                        .in(HISTORY));
    }

    @Override
    public boolean reads(String section) {
        return section.equals(HISTORY) || section.equals(SUMMARY);
    }

    @Override
    public RowResult read(Row row) {
        if (row.section().equals(SUMMARY)) {
            return RowResult.without("data of the statement");
        }
        String type = row.key(TYPE);
        if (DIVIDENDS.contains(type)) {
            return net(row).signum() < 0
                    ? Reversals.dividend()
                    : RowResult.of(money(row, Kind.DIVIDEND, net(row)).ticker(row.text("Symbol")));
        }
        return switch (type) {
            case "buy", "sell" -> trade(row);
            case "foreign tax withholding" -> new RowResult.Part("a tax");
            // Investment interest is that of a bond, accrued or as a coupon.
            case "credit interest", "debit interest", "investment interest received", "investment interest paid" ->
                RowResult.of(money(row, Kind.INTEREST, net(row)));
            // The sign counts: a deposit that is cancelled has the other one.
            case "deposit", "withdrawal" ->
                RowResult.of(money(row, net(row).signum() < 0 ? Kind.WITHDRAWAL : Kind.DEPOSIT, net(row)));
            case "other fee", "sales tax" -> RowResult.of(money(row, Kind.CHARGE, net(row).negate()));
            case "assignment", "exercise" -> RowResult.unsupported("an option");
            case "adjustment" -> RowResult.without("a gain or loss by exchange rates");
            case "forex trade component" ->
                RowResult.unsupported("a conversion of money: the balance of each currency lacks it");
            default -> throw row.wrong("is not a known type", TYPE);
        };
    }

    private static BigDecimal net(Row row) {
        return row.decimal(NET);
    }

    private static RowResult trade(Row row) {
        if (OPTION.matcher(row.text("Symbol")).matches()) {
            return RowResult.unsupported("an option");
        }
        if (BOND.matcher(row.text("Symbol")).matches()) {
            return RowResult.unsupported("a bond, whose price is for 100 of its face value");
        }
        Kind kind = row.key(TYPE).equals("buy") ? Kind.BUY : Kind.SELL;
        BigDecimal gross = row.decimal("Gross Amount");
        if (gross.signum() == (kind == Kind.BUY ? 1 : -1)) {
            return Reversals.part(TRADE);
        }
        Draft draft = new Draft(kind, IbkrDates.of(row, "Date"))
                .ticker(row.text("Symbol"))
                .volume(row.decimal("Quantity"))
                .gross(gross);
        row.find("Account").ifPresent(draft::account);
        // What is paid is negative, a rebate is not.
        return RowResult.charged(draft, row.decimalOrZero("Commission").negate(), BigDecimal.ZERO);
    }

    private static Draft money(Row row, Kind kind, BigDecimal amount) {
        Draft draft = new Draft(kind, IbkrDates.of(row, "Date")).total(amount);
        row.find("Account").ifPresent(draft::account);
        return draft;
    }

    @Override
    public void join(List<ReadRow> rows) {
        Reversals.ofDividends(
                        row -> row.key(TYPE) + " " + row.key("Account") + " " + row.key("Symbol"),
                        row -> row.decimalOrZero(NET),
                        row -> IbkrDates.of(row, "Date"))
                .join(rows);
        new Reversals(
                        row -> row.key(TYPE) + " " + row.key("Account") + " " + row.key("Symbol") + " "
                                + row.key("Price"),
                        row -> row.decimalOrZero(NET),
                        row -> IbkrDates.of(row, "Date"),
                        TRADE)
                .join(rows);
        Taxes.join(
                rows,
                row -> row.find("Symbol").map(symbol -> row.key("Account") + " " + symbol + " " + row.text("Date")),
                row -> net(row).negate());
        for (ReadRow row : rows) {
            if (row.isPart()) {
                row.result(RowResult.of(
                        money(row.row(), Kind.CHARGE, net(row.row()).negate())));
            }
        }
        currencies(rows);
    }

    private static void currencies(List<ReadRow> rows) {
        Optional<String> base = rows.stream()
                .map(ReadRow::row)
                .filter(row ->
                        row.section().equals(SUMMARY) && row.key("Field Name").equals("base currency"))
                .flatMap(row -> row.find("Field Value").stream())
                .findFirst();
        for (ReadRow row : rows) {
            row.drafts().forEach(draft -> {
                base.ifPresent(draft::currency);
                originalCurrency(row.row(), draft, base);
            });
        }
    }

    /** A price in another currency, with the rate that follows from the amount in that of the account. */
    private static void originalCurrency(Row row, Draft draft, Optional<String> base) {
        Optional<String> code = row.find("Price Currency");
        boolean isTrade = draft.kind() == Kind.BUY || draft.kind() == Kind.SELL;
        if (!isTrade || base.isEmpty() || code.isEmpty() || code.equals(base)) {
            return;
        }
        BigDecimal worth = draft.volume().orElseThrow().multiply(row.decimal("Price"));
        BigDecimal gross = row.decimal("Gross Amount").abs();
        if (worth.signum() == 0 || gross.signum() == 0) {
            return;
        }
        draft.price(row.decimal("Price"), code.get());
        draft.rate(Decimals.quotient(gross, worth, Decimals.MAX_FRACTION_DIGITS), base.get());
        draft.onlyFee(Decimals.quotient(draft.fees().multiply(worth), gross, Decimals.MAX_FRACTION_DIGITS));
    }
}
