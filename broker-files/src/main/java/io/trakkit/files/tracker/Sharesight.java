package io.trakkit.files.tracker;

import io.trakkit.domain.value.Decimals;
import io.trakkit.files.join.Reversals;
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
import io.trakkit.files.preset.Unit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Sharesight, the reports "All Trades" and "Taxable Income". Prices are in the currency of the market, values in that of the
 * portfolio, which only newer reports name. The ticker is code and market, as in the second report.
 */
public final class Sharesight implements Preset {

    private static final String[] PRICE = {"Price", "Price *"};
    private static final String[] BROKERAGE = {"Brokerage", "Brokerage *"};
    private static final String[] CURRENCY = {"Instrument Currency", "Currency"};
    private static final String[] VALUE = {"Value"};
    private static final String COST_BASE = "Cost base per share (*)";
    private static final Dates DATES = Dates.of("dd/MM/uuuu", "uuuu-MM-dd");

    @Override
    public String name() {
        return "sharesight";
    }

    @Override
    public String title() {
        return "Sharesight";
    }

    @Override
    public List<Header> headers() {
        return List.of(
                Header.of(
                                "Market,Code,Name,Type,Date,Quantity,Price *,Brokerage *,Currency,Exchange Rate,Value,Comments")
                        .ignoring("Name,Comments"),
                Header.of("Market,Code,Name,Type,Date,Quantity,Price,Instrument Currency,Brokerage,Brokerage Currency,"
                                + "Exchange Rate,Value,Comments")
                        .may(COST_BASE)
                        .ignoring("Name,Comments"),
                Header.of("Code,Name,Date Paid,Net Dividend,Tax Deducted,Tax Credit,Gross Dividend,Comments")
                        .ignoring("Name,Tax Credit,Gross Dividend,Comments"),
                Header.of(
                                "Code,Name,Date Paid,Exchange Rate,Currency,Net Amount,Foreign Tax Deducted,Gross Amount,Comments")
                        .ignoring("Name,Exchange Rate,Comments"));
    }

    /** The column before the comments says which report it is. */
    @Override
    public boolean readsUnnamed() {
        return true;
    }

    @Override
    public boolean leavesOutLastCells() {
        return true;
    }

    @Override
    public boolean isText(List<String> cells) {
        return cells.getFirst().startsWith("Total");
    }

    @Override
    public RowResult read(Row row) {
        if (row.has("Date Paid")) {
            return row.names().contains("Net Dividend") ? localDividend(row) : foreignDividend(row);
        }
        if (row.key("Market").equals("fx")) {
            return RowResult.unsupported("units of a currency account");
        }
        return switch (row.key("Type")) {
            case "buy" -> RowResult.of(trade(row, Kind.BUY));
            case "sell" -> RowResult.of(trade(row, Kind.SELL));
            case "opening balance" -> RowResult.of(openingBalance(row));
            case "bonus" -> RowResult.of(security(row, Kind.BONUS).volume(row.decimal("Quantity")));
            case "split", "consolidation" ->
                RowResult.unsupported("a split whose ratio the report does not have: post it as a split");
            default -> RowResult.unsupported("a trade of another type: " + row.text("Type"));
        };
    }

    private static Draft trade(Row row, Kind kind) {
        Unit unit = row.unit(CURRENCY);
        BigDecimal price = unit.whole(row.decimal(PRICE));
        Draft draft = security(row, kind).volume(row.decimal("Quantity")).price(price);
        BigDecimal worth = draft.volume().orElseThrow().multiply(price);
        BigDecimal rate = row.decimalOrZero("Exchange Rate");
        BigDecimal fee = fee(row, unit, rate);
        if (rate.signum() > 0) {
            checkValue(row, kind, worth, fee, rate);
        }
        draft.fee(fee).currency(unit.currency().value());
        Optional<String> own = row.wildcard(COST_BASE);
        boolean converts = own.isPresent() && !own.get().equals(unit.currency().value());
        return converts ? draft.inverseRate(rate, own.get()) : draft;
    }

    /** In older reports the value is without the brokerage. The rate has few digits. The type says the side, not the sign. */
    private static void checkValue(Row row, Kind kind, BigDecimal worth, BigDecimal fee, BigDecimal rate) {
        BigDecimal value = row.decimal(VALUE).abs().multiply(rate);
        if (!Near.agree(value, worth)) {
            Near.check(
                    row,
                    value,
                    kind == Kind.BUY ? worth.add(fee) : worth.subtract(fee),
                    "quantity times price and brokerage",
                    VALUE);
        }
    }

    private static BigDecimal fee(Row row, Unit unit, BigDecimal rate) {
        BigDecimal brokerage = row.decimalOrZero(BROKERAGE);
        String code = row.find("Brokerage Currency").orElse("");
        if (brokerage.signum() == 0 || code.isEmpty()) {
            return unit.whole(brokerage);
        }
        if (code.equals(unit.currency().value())) {
            return brokerage;
        }
        if (row.wildcard(COST_BASE).filter(code::equals).isEmpty() || rate.signum() <= 0) {
            throw row.wrong("is in " + code + ", and the row has no rate for it", BROKERAGE);
        }
        return Decimals.quotient(brokerage.multiply(rate), BigDecimal.ONE, Decimals.MAX_FRACTION_DIGITS);
    }

    private static Draft openingBalance(Row row) {
        Unit unit = row.unit(CURRENCY);
        BigDecimal quantity = row.decimal("Quantity");
        return security(row, Kind.TRANSFER_IN)
                .volume(quantity)
                .total(quantity.multiply(unit.whole(row.decimal(PRICE))))
                .currency(unit.currency().value());
    }

    /** In the currency of the portfolio, which the report does not name. Tax credits are no money. */
    private static RowResult localDividend(Row row) {
        BigDecimal tax = row.decimalOrZero("Tax Deducted");
        BigDecimal net = row.decimal("Net Dividend");
        return net.signum() < 0
                ? Reversals.dividend()
                : RowResult.of(dividend(row).total(net.add(tax)).tax(tax));
    }

    private static RowResult foreignDividend(Row row) {
        BigDecimal tax = row.decimalOrZero("Foreign Tax Deducted");
        BigDecimal gross = row.decimal("Gross Amount");
        if (gross.signum() < 0) {
            return Reversals.dividend();
        }
        Near.check(row, row.decimal("Net Amount"), gross.subtract(tax), "gross amount less tax", "Net Amount");
        Unit unit = row.unit(CURRENCY);
        return RowResult.of(dividend(row)
                .total(unit.whole(gross))
                .tax(unit.whole(tax))
                .currency(unit.currency().value()));
    }

    @Override
    public void join(List<ReadRow> rows) {
        Reversals.ofDividends(
                        row -> row.key("Code") + " " + row.key("Currency"),
                        row -> row.decimalOrZero("Gross Amount", "Net Dividend"),
                        row -> row.time(DATES, "Date Paid"))
                .join(rows);
    }

    private static Draft dividend(Row row) {
        return new Draft(Kind.DIVIDEND, row.time(DATES, "Date Paid")).ticker(row.text("Code"));
    }

    private static Draft security(Row row, Kind kind) {
        Stamp time = row.time(DATES, "Date");
        return new Draft(kind, time).ticker(row.text("Code") + "." + row.text("Market"));
    }
}
