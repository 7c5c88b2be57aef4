package io.trakkit.files.tracker;

import io.trakkit.domain.value.Decimals;
import io.trakkit.files.preset.Dates;
import io.trakkit.files.preset.DecimalSign;
import io.trakkit.files.preset.Draft;
import io.trakkit.files.preset.Header;
import io.trakkit.files.preset.Kind;
import io.trakkit.files.preset.Near;
import io.trakkit.files.preset.Preset;
import io.trakkit.files.preset.Row;
import io.trakkit.files.preset.RowResult;
import io.trakkit.files.preset.Stamp;
import io.trakkit.files.preset.Traits;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Portfolio Performance, transactions of an account or of a securities account as CSV, in English or German. The value is what
 * moved on the account, with fees and taxes; there is no price of a unit. Signs differ between the two files and say nothing.
 */
public final class PortfolioPerformance implements Preset {

    private static final String[] DATE = {"Date", "Datum"};
    private static final String[] TYPE = {"Type", "Typ"};
    private static final String[] VALUE = {"Value", "Wert"};
    private static final String[] CURRENCY = {"Transaction Currency", "Buchungswährung"};
    private static final String[] GROSS = {"Gross Amount", "Bruttobetrag"};
    private static final String[] GROSS_CURRENCY = {"Currency Gross Amount", "Währung Bruttobetrag"};
    private static final String[] RATE = {"Exchange Rate", "Wechselkurs"};
    private static final String[] FEES = {"Fees", "Gebühren"};
    private static final String[] TAXES = {"Taxes", "Steuern"};
    private static final String[] SHARES = {"Shares", "Stück"};
    private static final String[] SYMBOL = {"Ticker Symbol", "Ticker-Symbol", "ISIN", "WKN"};

    private static final String MIDNIGHT = "T00:00";
    private static final Dates DATES =
            Dates.of("uuuu-MM-dd'T'HH:mm", "uuuu-MM-dd'T'HH:mm:ss", "uuuu-MM-dd", "dd.MM.uuuu");

    @Override
    public String name() {
        return "portfolio-perf";
    }

    @Override
    public String title() {
        return "Portfolio Performance (CSV)";
    }

    @Override
    public Traits traits() {
        return Traits.TABLE.in("Europe/Berlin");
    }

    @Override
    public List<Header> headers() {
        return List.of(
                Header.of("Date,Type,Value,Transaction Currency,Taxes,Shares,ISIN,WKN,Ticker Symbol,Security Name,Note")
                        .may("Gross Amount,Currency Gross Amount,Exchange Rate,Fees")
                        .ignoring("Security Name,Note,Cash Account,Securities Account"),
                Header.of("Datum,Typ,Wert,Buchungswährung,Steuern,Stück,ISIN,WKN,Ticker-Symbol,Wertpapiername,Notiz")
                        .may("Bruttobetrag,Währung Bruttobetrag,Wechselkurs,Gebühren")
                        .ignoring("Wertpapiername,Notiz,Konto,Verrechnungskonto,Depot"));
    }

    /** That of the computer on which the file was written, if its numbers do not show another one. */
    @Override
    public DecimalSign sign(List<String> names) {
        return names.contains("Datum") ? DecimalSign.COMMA : DecimalSign.POINT;
    }

    @Override
    public RowResult read(Row row) {
        BigDecimal value = value(row);
        return switch (row.key(TYPE)) {
            case "buy", "kauf" -> RowResult.of(trade(row, Kind.BUY));
            case "sell", "verkauf" -> RowResult.of(trade(row, Kind.SELL));
            case "dividend", "dividends", "dividende" -> RowResult.of(dividend(row));
            case "deposit", "einlage" -> cash(row, Kind.DEPOSIT, value);
            case "withdrawal", "removal", "entnahme" -> cash(row, Kind.WITHDRAWAL, value);
            case "interest", "zinsen" -> interest(row);
            case "interest charge", "zinsbelastung" -> cash(row, Kind.INTEREST, value.negate());
            case "fees", "gebühren", "taxes", "steuern" -> cash(row, Kind.CHARGE, value);
            case "fees refund", "gebührenerstattung", "tax refund", "steuerrückerstattung" ->
                cash(row, Kind.CHARGE, value.negate());
            case "delivery (inbound)", "einlieferung" ->
                RowResult.of(security(row, Kind.TRANSFER_IN)
                        .volume(row.decimal(SHARES))
                        .total(value, row.text(CURRENCY)));
            case "delivery (outbound)", "auslieferung" ->
                RowResult.of(security(row, Kind.TRANSFER_OUT).volume(row.decimal(SHARES)));
            case "transfer (inbound)", "umbuchung (eingang)" ->
                row.decimalOrZero(SHARES).signum() == 0
                        ? cash(row, Kind.DEPOSIT, value)
                        : RowResult.unsupported(
                                "units of another securities account, whose cost the file does not have: "
                                        + "post a transfer_in");
            case "transfer (outbound)", "umbuchung (ausgang)" ->
                row.decimalOrZero(SHARES).signum() == 0
                        ? cash(row, Kind.WITHDRAWAL, value)
                        : RowResult.of(security(row, Kind.TRANSFER_OUT).volume(row.decimal(SHARES)));
            default -> throw row.wrong("is not a known type", TYPE);
        };
    }

    /** The program holds money without a sign, and writes one to show the direction that the type says as well. */
    private static BigDecimal value(Row row) {
        return row.decimal(VALUE).abs();
    }

    private static Draft trade(Row row, Kind kind) {
        BigDecimal value = value(row);
        BigDecimal fees = row.decimalOrZero(FEES);
        BigDecimal taxes = row.decimalOrZero(TAXES);
        BigDecimal charges = fees.add(taxes);
        BigDecimal gross = kind == Kind.BUY ? value.subtract(charges) : value.add(charges);
        if (gross.signum() < 0) {
            throw row.wrong("is less than fees and taxes", VALUE);
        }
        Draft draft = security(row, kind).volume(row.decimal(SHARES));
        String account = row.text(CURRENCY);
        Optional<BigDecimal> foreign = foreignGross(row, account);
        if (foreign.isEmpty()) {
            return draft.gross(gross).fee(fees).tax(taxes).currency(account);
        }
        BigDecimal rate = rate(row, gross, foreign.get());
        return draft.gross(foreign.get())
                .fee(Decimals.quotient(fees, rate, Decimals.MAX_FRACTION_DIGITS))
                .tax(Decimals.quotient(taxes, rate, Decimals.MAX_FRACTION_DIGITS))
                .currency(row.text(GROSS_CURRENCY))
                .rate(rate, account);
    }

    /** A fee is taken off before the tax is added: the value is what came to the account. */
    private static Draft dividend(Row row) {
        BigDecimal value = value(row);
        BigDecimal taxes = row.decimalOrZero(TAXES);
        BigDecimal fees = row.decimalOrZero(FEES);
        String account = row.text(CURRENCY);
        Draft draft = security(row, Kind.DIVIDEND);
        Optional<BigDecimal> foreign = foreignGross(row, account);
        if (foreign.isEmpty()) {
            return draft.total(value.add(taxes), account).tax(taxes);
        }
        BigDecimal rate = rate(row, value.add(taxes).add(fees), foreign.get());
        return draft.total(foreign.get().subtract(Decimals.quotient(fees, rate, Decimals.MAX_FRACTION_DIGITS)))
                .tax(Decimals.quotient(taxes, rate, Decimals.MAX_FRACTION_DIGITS))
                .currency(row.text(GROSS_CURRENCY))
                .rate(rate, account);
    }

    private static RowResult interest(Row row) {
        BigDecimal taxes = row.decimalOrZero(TAXES);
        BigDecimal value = value(row);
        return RowResult.of(new Draft(Kind.INTEREST, time(row))
                .total(value.add(taxes), row.text(CURRENCY))
                .tax(taxes));
    }

    /** The amount without charges in the currency of the security, if that is another one. */
    private static Optional<BigDecimal> foreignGross(Row row, String account) {
        return row.find(GROSS_CURRENCY)
                .filter(code -> !code.equals(account))
                .flatMap(_ -> row.findDecimal(GROSS))
                .map(BigDecimal::abs)
                .filter(gross -> gross.signum() > 0);
    }

    /** Units of the account's currency for one of the security's. A stated rate must lead from one to the other. */
    private static BigDecimal rate(Row row, BigDecimal gross, BigDecimal foreign) {
        Optional<BigDecimal> stated = row.findDecimal(RATE).filter(rate -> rate.signum() > 0);
        if (stated.isPresent()) {
            BigDecimal rate = stated.get();
            boolean leads = Near.agree(gross, foreign.multiply(rate))
                    || Near.agree(gross, Decimals.quotient(foreign, rate, Decimals.MAX_FRACTION_DIGITS));
            if (!leads) {
                throw row.wrong(
                        "does not lead from the gross amount of " + foreign.toPlainString() + " to that of "
                                + gross.toPlainString(),
                        RATE);
            }
        }
        return Decimals.quotient(gross, foreign, Decimals.MAX_FRACTION_DIGITS);
    }

    private static RowResult cash(Row row, Kind kind, BigDecimal money) {
        return RowResult.of(new Draft(kind, time(row)).total(money, row.text(CURRENCY)));
    }

    private static Draft security(Row row, Kind kind) {
        return new Draft(kind, time(row)).ticker(row.text(SYMBOL)).isin(row.find("ISIN"));
    }

    /** Midnight is a day without a time. */
    private static Stamp time(Row row) {
        String text = row.text(DATE);
        String day = text.endsWith(MIDNIGHT) ? text.substring(0, text.length() - MIDNIGHT.length()) : text;
        return row.timeOf(DATES, day, row.names().contains("Datum") ? "Datum" : "Date");
    }
}
