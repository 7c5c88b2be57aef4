package io.trakkit.files.broker;

import io.trakkit.domain.value.Decimals;
import io.trakkit.files.join.FeeInTotal;
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
import io.trakkit.files.preset.Traits;
import io.trakkit.files.preset.WrongCellException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Freetrade, activity. Prices are in the currency of the instrument, charges and totals in that of the account. The base rate is
 * units of the instrument's currency per unit of the account's on orders, the other way round on dividends.
 */
public final class Freetrade implements Preset {

    private static final String[] TOTAL = {"Total Amount", "Total Amount in Account Currency"};
    private static final String BASE_RATE = "Base FX Rate";
    private static final String FROM = "Stock Split Rate of Share Outturn From";
    private static final String TO = "Stock Split Rate of Share Outturn To";

    private static final String NEEDS = "Title,Type,Timestamp,Account Currency,Buy / Sell,Ticker,ISIN,"
            + "Price per Share in Account Currency,Stamp Duty,Quantity,Venue,Order ID,Order Type,Instrument Currency,"
            + "Price per Share,FX Rate,Base FX Rate,FX Fee (BPS),FX Fee Amount,Dividend Ex Date,Dividend Pay Date,"
            + "Dividend Eligible Quantity,Dividend Amount Per Share,Dividend Gross Distribution Amount,"
            + "Dividend Net Distribution Amount,Dividend Withheld Tax Percentage,Dividend Withheld Tax Amount";

    private static final String IGNORED =
            "Title,Price per Share in Account Currency,Venue,Order Type,FX Rate,FX Fee (BPS),"
                    + "Dividend Ex Date,Dividend Pay Date,Dividend Withheld Tax Percentage,Total Shares Amount,"
                    + "Total Amount in Instrument Currency,Stock Split Ex Date,Stock Split Pay Date,Stock Split New *,"
                    + "Stock Split Maintain *,Stock Split Rate of Cash *,Stock Split Rate of Fractional *,Stock Split Cash *,"
                    + "Stock Split Fractional *,Stock Split Has *";

    @Override
    public String name() {
        return "freetrade";
    }

    @Override
    public String title() {
        return "Freetrade";
    }

    @Override
    public Traits traits() {
        return Traits.TABLE.in("Europe/London").withNewestFirst();
    }

    @Override
    public List<Header> headers() {
        return List.of(
                Header.of(NEEDS + "," + TOTAL[0]).may(FROM + "," + TO).ignoring(IGNORED),
                Header.of(NEEDS + "," + TOTAL[1]).may(FROM + "," + TO).ignoring(IGNORED));
    }

    @Override
    public RowResult read(Row row) {
        return switch (row.key("Type")) {
            case "order" -> order(row);
            case "freeshare order" -> RowResult.of(security(row, Kind.BONUS).volume(row.decimal("Quantity")));
            case "dividend", "special dividend", "property" -> dividend(row);
            // Amounts have no sign; one below zero is money that goes back.
            case "top up" ->
                RowResult.of(Draft.ofCash(
                        row.time(Dates.ISO, "Timestamp"), row.decimal(TOTAL), row.text("Account Currency")));
            case "withdrawal" -> cash(row, Kind.WITHDRAWAL);
            // The coupon of a bond is paid as interest.
            case "interest from cash", "interest", "share lending income" -> cash(row, Kind.INTEREST);
            case "internal transfer" ->
                RowResult.unsupported("a transfer between accounts, whose direction the file does not have: "
                        + "post it as a deposit or a withdrawal");
            case "monthly statement", "monthly share lending statement", "tax certificate" ->
                RowResult.without("a document");
            case "stock split", "reverse stock split", "corporate action" -> corporateAction(row);
            default -> throw row.wrong("is not a known type", "Type");
        };
    }

    private static RowResult order(Row row) {
        Kind kind = switch (row.key("Buy / Sell")) {
            case "buy" -> Kind.BUY;
            case "sell" -> Kind.SELL;
            default -> throw row.wrong("must be BUY or SELL", "Buy / Sell");
        };
        String account = row.text("Account Currency");
        Draft draft = security(row, kind).volume(row.decimal("Quantity"));
        draft.price(row.decimal("Price per Share"), row.text("Instrument Currency"));
        String own = draft.currency().orElseThrow().value();
        BigDecimal rate = own.equals(account) ? BigDecimal.ONE : row.decimal(BASE_RATE);
        if (rate.signum() <= 0) {
            throw row.wrong("must be more than zero", BASE_RATE);
        }
        BigDecimal fee = row.decimalOrZero("FX Fee Amount");
        BigDecimal duty = row.decimalOrZero("Stamp Duty");
        BigDecimal worth = Decimals.quotient(
                draft.volume().orElseThrow().multiply(draft.price().orElseThrow()), rate, Decimals.MAX_FRACTION_DIGITS);
        BigDecimal total = row.decimal(TOTAL);
        if (!FeeInTotal.isPaid(kind, worth, total, fee.add(duty))) {
            throw row.wrong("is less than quantity times price, as if charges had come back", TOTAL);
        }
        BigDecimal charges = fee.abs().add(duty.abs());
        Near.check(
                row,
                total,
                kind == Kind.BUY ? worth.add(charges) : worth.subtract(charges),
                "quantity times price and charges",
                TOTAL);
        return RowResult.charged(
                own.equals(account) ? draft : draft.inverseRate(rate, account),
                fee.abs().multiply(rate),
                duty.abs().multiply(rate));
    }

    /** Gross and tax are in the currency of the instrument; a dividend in that of the account can have its total only. */
    private static RowResult dividend(Row row) {
        BigDecimal paid = row.decimal(TOTAL);
        if (paid.signum() < 0) {
            return Reversals.dividend();
        }
        String account = row.text("Account Currency");
        String own = row.find("Instrument Currency").orElse(account);
        // Withheld, with either sign: what comes back is a row of its own.
        BigDecimal tax = row.decimalOrZero("Dividend Withheld Tax Amount").abs();
        Draft draft = security(row, Kind.DIVIDEND);
        Optional<BigDecimal> stated = row.findDecimal("Dividend Gross Distribution Amount");
        if (own.equals(account) || (stated.isEmpty() && !row.has("Dividend Amount Per Share"))) {
            return RowResult.of(draft.total(paid.add(own.equals(account) ? tax : BigDecimal.ZERO), account)
                    .tax(own.equals(account) ? tax : BigDecimal.ZERO));
        }
        BigDecimal gross = stated.orElseGet(
                () -> row.decimal("Dividend Eligible Quantity").multiply(row.decimal("Dividend Amount Per Share")));
        row.findDecimal("Dividend Net Distribution Amount")
                .ifPresent(net -> Near.check(
                        row, net, gross.subtract(tax), "gross less withheld tax", "Dividend Net Distribution Amount"));
        draft.total(gross, own).tax(tax);
        row.findDecimal(BASE_RATE).filter(rate -> rate.signum() > 0).ifPresent(rate -> draft.rate(rate, account));
        return RowResult.of(draft);
    }

    private static RowResult corporateAction(Row row) {
        boolean isSplit =
                row.key("Type").endsWith("stock split") || row.key("Buy / Sell").endsWith("stock split");
        if (!isSplit) {
            return RowResult.unsupported(
                    "a corporate action: " + row.find("Buy / Sell", "Title").orElse("without a name"));
        }
        BigDecimal from = row.decimalOrZero(FROM);
        BigDecimal to = row.decimalOrZero(TO);
        return from.signum() > 0 && to.signum() > 0
                ? RowResult.of(security(row, Kind.SPLIT).ratio(to, from))
                : RowResult.unsupported("a split whose ratio the file does not have: post it as a split");
    }

    private static RowResult cash(Row row, Kind kind) {
        return RowResult.of(new Draft(kind, row.time(Dates.ISO, "Timestamp"))
                .total(row.decimal(TOTAL), row.text("Account Currency")));
    }

    private static Draft security(Row row, Kind kind) {
        Draft draft = new Draft(kind, row.time(Dates.ISO, "Timestamp"))
                .ticker(row.text("Ticker"))
                .isin(row.find("ISIN"));
        row.find("Order ID").ifPresent(draft::order);
        return draft;
    }

    /** Free shares and the like have no symbol, and are of the security that has one in another row. */
    @Override
    public void mend(List<ReadRow> rows) {
        Map<String, String> tickers = new HashMap<>();
        for (ReadRow row : rows) {
            row.row()
                    .find("Ticker")
                    .ifPresent(ticker -> row.row().find("ISIN").ifPresent(isin -> tickers.put(isin, ticker)));
        }
        for (ReadRow row : rows) {
            String ticker = tickers.get(row.row().find("ISIN").orElse(""));
            if (ticker != null && !row.row().has("Ticker")) {
                List<String> cells = new ArrayList<>(row.row().cells());
                cells.set(row.row().place("Ticker"), ticker);
                Row whole = row.row().with(cells);
                row.whole(whole, readAgain(whole));
            }
        }
    }

    private RowResult readAgain(Row row) {
        try {
            return read(row);
        } catch (WrongCellException e) {
            return new RowResult.Wrong(e.column(), e.text(), e.detail());
        }
    }

    @Override
    public void join(List<ReadRow> rows) {
        Reversals.ofDividends(
                        row -> row.key("Type") + " " + row.key("ISIN", "Ticker"),
                        row -> row.decimalOrZero(TOTAL),
                        row -> row.time(Dates.ISO, "Timestamp"))
                .join(rows);
    }
}
