package io.trakkit.files.broker;

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
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Swissquote, transactions in English or German. Costs are commission and stamp tax, of a dividend the tax withheld. */
public final class Swissquote implements Preset {

    private static final String[] DATE = {"Date", "Datum"};
    private static final String[] ORDER = {"Order #", "Auftrag #"};
    private static final String[] KIND = {"Transaction", "Transaktionen"};
    private static final String[] QUANTITY = {"Quantity", "Anzahl"};
    private static final String[] PRICE = {"Unit price", "Stückpreis"};
    private static final String[] COSTS = {"Costs", "Kosten"};
    private static final String[] ACCRUED = {"Accrued Interest", "Aufgelaufene Zinsen"};
    private static final String[] NET = {"Net Amount", "Nettobetrag"};
    private static final String[] CURRENCY = {"Currency", "Währung Nettobetrag", "Währung"};
    private static final String TRADE = "a trade";
    private static final String NO_ORDER = "00000000";
    private static final Dates DATES = Dates.of("dd-MM-uuuu HH:mm:ss", "dd-MM-uuuu HH:mm", "dd-MM-uuuu");

    @Override
    public String name() {
        return "swissquote";
    }

    @Override
    public String title() {
        return "Swissquote";
    }

    @Override
    public Traits traits() {
        return Traits.TABLE.in("Europe/Zurich").withNewestFirst();
    }

    @Override
    public List<Header> headers() {
        return List.of(
                Header.of(
                                "Date,Order #,Transaction,Symbol,Name,ISIN,Quantity,Unit price,Costs,Accrued Interest,Net Amount")
                        .may("Currency")
                        .ignoring("Name,Balance"),
                Header.of("Datum,Auftrag #,Transaktionen,Symbol,Name,ISIN,Anzahl,Stückpreis,Kosten,Aufgelaufene Zinsen,"
                                + "Nettobetrag")
                        .may("Währung,Währung Nettobetrag")
                        .ignoring("Name,Saldo,Nettobetrag in Kontowährung"));
    }

    @Override
    public RowResult read(Row row) {
        return switch (row.key(KIND)) {
            case "buy", "kauf" -> trade(row, Kind.BUY);
            case "sell", "verkauf" -> trade(row, Kind.SELL);
            case "dividend", "dividende", "capital gain", "kapitalgewinn" -> dividend(row, Kind.DIVIDEND);
            case "capital repayment", "kapitalrückzahlung" -> dividend(row, Kind.RETURN_OF_CAPITAL);
            case "custody fees",
                    "depotgebühren",
                    "depotgebühr",
                    "jahresgebühr",
                    "tax statement",
                    "spesen steuerauszug",
                    "kosten für titel",
                    "berichtigung börsengeb.",
                    "quellensteuer",
                    "verrechnungssteuer" ->
                RowResult.of(cash(row, Kind.CHARGE, row.decimal(NET).negate()));
            case "interests", "zinsen", "zins", "zinsen auf einlagen", "zinsen auf belastungen", "negativzins" ->
                RowResult.of(cash(row, Kind.INTEREST, row.decimal(NET)));
            // The sign counts: a payment that bounces has the other one.
            case "payment",
                    "vergütung",
                    "einzahlung",
                    "twint",
                    "bonusprogramm",
                    "zahlung",
                    "paying out",
                    "auszahlung",
                    "credit",
                    "gutschrift",
                    "debit",
                    "belastung" -> payment(row);
            case "forex credit", "forex-gutschrift", "fx-gutschrift comp." -> exchange(row, BigDecimal.ONE);
            case "forex debit", "forex-belastung", "fx-belastung comp." -> exchange(row, BigDecimal.ONE.negate());
            case "rückzahlung", "repayment", "redemption" ->
                RowResult.unsupported("a repayment, which may be of capital or of a bond: post it as what it is");
            case "spin off",
                    "split",
                    "reverse split",
                    "merger",
                    "fusion",
                    "corporate action",
                    "stockdividende",
                    "ausgabe von anrechten",
                    "ausübung von anrechten",
                    "wertlose ausbuchung",
                    "internal exchange",
                    "titelumbuchung",
                    "interne titelumbuchung" -> RowResult.unsupported("a corporate action: " + row.text(KIND));
            case "crypto deposit" ->
                RowResult.unsupported("units that come in, whose cost the file does not have: post a transfer_in");
            default -> throw row.wrong("is not a known transaction", KIND);
        };
    }

    /** What the payment costs is in the net amount. */
    private static RowResult payment(Row row) {
        BigDecimal costs = row.decimalOrZero(COSTS).abs();
        Draft money =
                named(row, Draft.ofCash(row.time(DATES, DATE), row.decimal(NET).add(costs), row.text(CURRENCY)));
        return costs.signum() == 0 ? RowResult.of(money) : RowResult.of(money, cash(row, Kind.CHARGE, costs));
    }

    private static RowResult trade(Row row, Kind kind) {
        if (row.decimalOrZero(ACCRUED).signum() != 0) {
            return RowResult.unsupported("a bond, whose price is for 100 of its face value");
        }
        BigDecimal net = row.decimal(NET);
        if (net.signum() == (kind == Kind.BUY ? 1 : -1)) {
            return Reversals.part(TRADE);
        }
        BigDecimal price = row.decimal(PRICE);
        Draft draft = security(row, new Draft(kind, row.time(DATES, DATE)))
                .volume(row.decimal(QUANTITY))
                .price(price, row.text(CURRENCY));
        BigDecimal worth = draft.volume().orElseThrow().multiply(price);
        BigDecimal costs = FeeInTotal.cost(kind, worth, net.abs(), row.decimalOrZero(COSTS));
        Near.check(
                row,
                net.abs(),
                kind == Kind.BUY ? worth.add(costs) : worth.subtract(costs),
                "quantity times price and costs",
                NET);
        return RowResult.charged(draft, costs, BigDecimal.ZERO);
    }

    /** The money of one side, which has the sign of the kind of row. */
    private static RowResult exchange(Row row, BigDecimal sign) {
        BigDecimal money = row.has(NET) ? row.decimal(NET) : row.decimal(PRICE);
        return RowResult.of(
                named(row, Draft.ofCash(row.time(DATES, DATE), money.abs().multiply(sign), row.text(CURRENCY))));
    }

    @Override
    public void join(List<ReadRow> rows) {
        Exchanges.pair(
                rows,
                row -> row.key(KIND).startsWith("forex") || row.key(KIND).startsWith("fx-")
                        ? Optional.of(row.find(ORDER).orElse(""))
                        : Optional.empty());
        Reversals.ofDividends(
                        row -> row.key(KIND) + " " + row.key("ISIN", "Symbol") + " " + row.key(CURRENCY),
                        row -> row.decimalOrZero(NET),
                        row -> row.time(DATES, DATE))
                .join(rows);
        new Reversals(
                        row -> row.key(KIND) + " " + row.key("ISIN", "Symbol") + " " + row.key(CURRENCY) + " "
                                + row.key(PRICE),
                        row -> row.decimalOrZero(NET),
                        row -> row.time(DATES, DATE),
                        TRADE)
                .join(rows);
    }

    /** The quantity is 1, or the units held; the price is the money of each. */
    private static RowResult dividend(Row row, Kind kind) {
        BigDecimal gross = row.decimal(QUANTITY).multiply(row.decimal(PRICE));
        BigDecimal net = row.decimal(NET);
        // What a dividend costs is withheld tax: it makes the net amount less, with either sign.
        BigDecimal tax = FeeInTotal.cost(Kind.SELL, gross, net, row.decimalOrZero(COSTS));
        if (net.signum() < 0) {
            return Reversals.dividend();
        }
        Near.check(row, net, gross.subtract(tax), "quantity times price less costs", NET);
        return RowResult.charged(
                security(row, new Draft(kind, row.time(DATES, DATE))).total(gross, row.text(CURRENCY)),
                BigDecimal.ZERO,
                tax);
    }

    private static Draft security(Row row, Draft draft) {
        return named(row, draft.ticker(row.text("Symbol", "ISIN")).isin(row.find("ISIN")));
    }

    private static Draft cash(Row row, Kind kind, BigDecimal amount) {
        return named(row, new Draft(kind, row.time(DATES, DATE)).total(amount, row.text(CURRENCY)));
    }

    private static Draft named(Row row, Draft draft) {
        row.find(ORDER).filter(order -> !order.equals(NO_ORDER)).ifPresent(draft::order);
        return draft;
    }
}
