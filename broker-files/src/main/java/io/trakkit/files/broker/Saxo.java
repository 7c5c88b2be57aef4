package io.trakkit.files.broker;

import io.trakkit.domain.value.Decimals;
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
import io.trakkit.files.preset.Unit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Saxo, transactions. The event "Buy 3 @ 134.85 USD" has volume and price; the amount beside it is in the currency of the account,
 * which the file does not name, and has the fee in it. So the rate of a row is used within the row only.
 */
public final class Saxo implements Preset {

    private static final String EVENT = "Event";
    private static final String[] AMOUNT = {"Amount", "Booked Amount"};
    private static final String CURRENCY = "Instrument currency";
    private static final String NEEDS =
            "Client ID,Trade Date,Value Date,Type,Instrument,Instrument ISIN,Instrument currency,"
                    + "Exchange Description,Instrument Symbol,Event,Order ID,Conversion Rate";
    private static final String IGNORED = "Value Date,Instrument,Exchange Description";

    private static final Pattern TRADE = Pattern.compile("^(\\p{L}+) +(-?[0-9.,]+) +@ +([0-9.,]+) +([A-Za-z]{3})$");

    private static final Set<String> BUYS =
            Set.of("buy", "bought", "koop", "køb", "købt", "kauf", "achat", "acquisto", "compra", "köp", "kjøp");
    private static final Set<String> SELLS =
            Set.of("sell", "sold", "verkoop", "salg", "solgt", "verkauf", "vente", "vendita", "venta", "sälj");
    private static final Set<String> DIVIDENDS = Set.of(
            "dividend", "cash dividend", "contant dividend", "udbytte", "kontantudbytte", "dividende", "bardividende");
    private static final Set<String> TAXES = Set.of(
            "withholding tax", "dividend tax", "dividendbelasting", "bronbelasting", "udbytteskat", "quellensteuer");
    private static final Set<String> DEPOSITS = Set.of("deposit", "storting", "indbetaling", "einzahlung", "versement");
    private static final Set<String> WITHDRAWALS =
            Set.of("withdrawal", "opname", "udbetaling", "auszahlung", "retrait");
    private static final Set<String> INTERESTS = Set.of("interest", "rente", "zinsen", "intérêts");

    /** The first letters of months in English, Dutch, German, Danish and French where they differ. */
    private static final Map<String, String> MONTHS = Map.ofEntries(
            Map.entry("jan", "01"),
            Map.entry("feb", "02"),
            Map.entry("fév", "02"),
            Map.entry("mar", "03"),
            Map.entry("mär", "03"),
            Map.entry("mrt", "03"),
            Map.entry("mrz", "03"),
            Map.entry("apr", "04"),
            Map.entry("avr", "04"),
            Map.entry("may", "05"),
            Map.entry("mai", "05"),
            Map.entry("maj", "05"),
            Map.entry("mei", "05"),
            Map.entry("jun", "06"),
            Map.entry("jul", "07"),
            Map.entry("aug", "08"),
            Map.entry("aoû", "08"),
            Map.entry("sep", "09"),
            Map.entry("oct", "10"),
            Map.entry("okt", "10"),
            Map.entry("nov", "11"),
            Map.entry("dec", "12"),
            Map.entry("déc", "12"),
            Map.entry("dez", "12"));

    private static final Pattern DAY = Pattern.compile("^([0-9]{1,2})-(\\p{L}{3})\\p{L}*\\.?-([0-9]{4})$");
    private static final Dates DATES = Dates.of("d-MM-uuuu", "uuuu-MM-dd");

    @Override
    public String name() {
        return "saxo";
    }

    @Override
    public String title() {
        return "Saxo";
    }

    @Override
    public Traits traits() {
        return Traits.TABLE.in("Europe/Copenhagen").withNewestFirst();
    }

    @Override
    public List<Header> headers() {
        return List.of(
                Header.of(NEEDS + ",Amount").ignoring(IGNORED),
                Header.of(NEEDS + ",Booked Amount")
                        .may("From Derivative,Underlying asset type")
                        .ignoring(IGNORED));
    }

    @Override
    public RowResult read(Row row) {
        if (isDerivative(row)) {
            return RowResult.unsupported(
                    "of a derivative: " + row.find("Underlying asset type").orElse("option or future"));
        }
        Matcher trade = TRADE.matcher(row.find(EVENT).orElse(""));
        if (trade.matches()) {
            return trade(row, trade);
        }
        String event = row.key(EVENT);
        if (DIVIDENDS.contains(event)) {
            return amount(row).signum() < 0
                    ? Reversals.dividend()
                    : RowResult.of(security(row, Kind.DIVIDEND).total(converted(row), row.text(CURRENCY)));
        }
        if (TAXES.contains(event)) {
            return new RowResult.Part("a tax");
        }
        if (DEPOSITS.contains(event) || WITHDRAWALS.contains(event)) {
            // The sign counts: a deposit that is corrected has the other one.
            return cash(row, converted(row).signum() < 0 ? Kind.WITHDRAWAL : Kind.DEPOSIT, converted(row));
        }
        if (INTERESTS.contains(event) || event.endsWith(" interest")) {
            return cash(row, Kind.INTEREST, converted(row));
        }
        if (event.equals("fee") || event.contains(" fee") || event.equals("bewaarloon") || event.equals("depotgebyr")) {
            return cash(row, Kind.CHARGE, converted(row).negate());
        }
        if (row.key("Type").startsWith("corporate")) {
            return RowResult.unsupported(
                    "a corporate action: " + row.find(EVENT).orElse("without an event"));
        }
        throw row.wrong("is not a known event", EVENT);
    }

    private static boolean isDerivative(Row row) {
        String type = row.key("Underlying asset type");
        String from = row.key("From Derivative");
        return type.matches(".*(option|future|cfd|contract|warrant|turbo).*")
                || Set.of("yes", "true", "1", "ja").contains(from);
    }

    private static RowResult trade(Row row, Matcher event) {
        Kind kind = side(row, event.group(1).toLowerCase(Locale.ROOT));
        Unit unit = row.unitOf(event.group(4), EVENT);
        Draft draft = security(row, kind)
                .volume(row.number(event.group(2), EVENT))
                .currency(unit.currency().value());
        BigDecimal volume = draft.volume().orElseThrow();
        BigDecimal price = unit.whole(row.number(event.group(3), EVENT));
        BigDecimal worth = volume.multiply(price);
        BigDecimal amount = amount(row).abs();
        BigDecimal total = inCurrencyOfPrice(row, kind, worth, amount, unit);
        if (Near.agree(total.multiply(BigDecimal.valueOf(100)), worth)) {
            return RowResult.unsupported("a bond, whose price is for 100 of its face value");
        }
        return RowResult.of(FeeInTotal.addTo(draft, price, total, row, AMOUNT));
    }

    private static Kind side(Row row, String word) {
        Kind kind = BUYS.contains(word) ? Kind.BUY : SELLS.contains(word) ? Kind.SELL : null;
        if (kind == null) {
            throw row.wrong("does not begin with a known word for buy or sell", EVENT);
        }
        if (amount(row).signum() == (kind == Kind.BUY ? 1 : -1)) {
            throw row.wrong("has the sign of the other side than the event", AMOUNT);
        }
        return kind;
    }

    /**
     * The rate leads from the currency of the price to that of the account, in some files the other way; of pence, it can be for a
     * pound. Of the readings that leave a possible fee the one with the smallest counts.
     */
    private static BigDecimal inCurrencyOfPrice(Row row, Kind kind, BigDecimal worth, BigDecimal amount, Unit unit) {
        BigDecimal rate = rate(row);
        BigDecimal divided = Decimals.quotient(amount, rate, Decimals.MAX_FRACTION_DIGITS);
        List<BigDecimal> readings = rate.compareTo(BigDecimal.ONE) == 0
                ? List.of(amount)
                : List.of(divided, unit.whole(divided), amount.multiply(rate), amount);
        BigDecimal slack = worth.movePointLeft(2);
        return readings.stream()
                .filter(total ->
                        FeeInTotal.isFee(FeeInTotal.rest(kind, worth, total).add(slack), worth))
                .min((one, other) -> FeeInTotal.rest(kind, worth, one)
                        .abs()
                        .compareTo(FeeInTotal.rest(kind, worth, other).abs()))
                .map(total -> atLeastWorth(kind, worth, total))
                .orElse(divided);
    }

    /** A rate is rounded: less than the worth by that much is no fee. */
    private static BigDecimal atLeastWorth(Kind kind, BigDecimal worth, BigDecimal total) {
        return FeeInTotal.rest(kind, worth, total).signum() < 0 ? worth : total;
    }

    private static BigDecimal amount(Row row) {
        return row.decimal(AMOUNT);
    }

    private static BigDecimal rate(Row row) {
        BigDecimal rate = row.findDecimal("Conversion Rate").orElse(BigDecimal.ONE);
        if (rate.signum() <= 0) {
            throw row.wrong("must be more than zero", "Conversion Rate");
        }
        return rate;
    }

    /** The amount in the currency of the instrument. */
    private static BigDecimal converted(Row row) {
        BigDecimal rate = rate(row);
        BigDecimal amount = amount(row);
        return rate.compareTo(BigDecimal.ONE) == 0
                ? amount
                : Decimals.quotient(amount, rate, Decimals.MAX_FRACTION_DIGITS);
    }

    /** The symbol without its exchange. */
    private static Draft security(Row row, Kind kind) {
        String symbol = row.find("Instrument Symbol").orElseGet(() -> row.text("Instrument ISIN"));
        int exchange = symbol.indexOf(':');
        Draft draft = new Draft(kind, time(row))
                .ticker(exchange < 0 ? symbol : symbol.substring(0, exchange))
                .isin(row.find("Instrument ISIN"));
        return named(row, draft);
    }

    private static RowResult cash(Row row, Kind kind, BigDecimal money) {
        return RowResult.of(named(row, new Draft(kind, time(row)).total(money, row.text(CURRENCY))));
    }

    private static Draft named(Row row, Draft draft) {
        row.find("Order ID").ifPresent(draft::order);
        row.find("Client ID").ifPresent(draft::account);
        return draft;
    }

    /** The month is a word in the language of the user. */
    private static Stamp time(Row row) {
        String text = row.text("Trade Date");
        Matcher day = DAY.matcher(text);
        String month = day.matches() ? MONTHS.get(day.group(2).toLowerCase(Locale.ROOT)) : null;
        return row.timeOf(DATES, month == null ? text : day.group(1) + "-" + month + "-" + day.group(3), "Trade Date");
    }

    @Override
    public void join(List<ReadRow> rows) {
        Reversals.ofDividends(
                        row -> row.key("Client ID") + " " + row.key(EVENT) + " "
                                + row.key("Instrument ISIN", "Instrument Symbol"),
                        Saxo::amount,
                        Saxo::time)
                .join(rows);
        Taxes.join(rows, Saxo::taxKey, row -> converted(row).negate());
        for (ReadRow row : rows) {
            if (row.isPart()) {
                row.result(cash(row.row(), Kind.CHARGE, converted(row.row()).negate()));
            }
        }
    }

    private static Optional<String> taxKey(Row row) {
        return row.find("Instrument ISIN", "Instrument Symbol")
                .map(security -> row.key("Client ID") + " " + security + " "
                        + row.find("Trade Date").orElse(""));
    }
}
