package io.trakkit.files.broker;

import io.trakkit.domain.value.Decimals;
import io.trakkit.files.preset.Dates;
import io.trakkit.files.preset.DecimalSign;
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
import java.util.Optional;

/**
 * DEGIRO, Transactions.csv in English, Dutch and German. A named cell is an amount, the unnamed one to its right its currency.
 * There are no symbols: the ISIN is the ticker.
 */
public final class DegiroTransactions implements Preset {

    private static final String[] DATE = {"Date", "Datum"};
    private static final String[] TIME = {"Time", "Tijd", "Uhrzeit"};
    private static final String[] QUANTITY = {"Quantity", "Aantal", "Anzahl"};
    private static final String[] PRICE = {"Price", "Koers", "Kurs"};
    private static final String[] LOCAL = {"Local value", "Lokale waarde", "Wert in Lokalwährung"};
    private static final String[] VALUE = {"Value *", "Value", "Waarde *", "Waarde", "Wert *", "Wert"};
    private static final String[] RATE = {"Exchange rate", "Wisselkoers", "Wechselkurs"};
    private static final String[] AUTO_FX = {"AutoFX Fee", "AutoFX Kosten", "AutoFX-Gebühr", "AutoFX Gebühr"};
    private static final String[] FEE = {
        "Transaction and/or third party fees *",
        "Transaction and/or third party fees",
        "Transaction and/or third",
        "Transaction costs",
        "Transactiekosten en/of kosten van derden *",
        "Transactiekosten en/of kosten van derden",
        "Transactiekosten en/of",
        "Transaktionsgebühr und/oder Gebühren Dritter *",
        "Transaktionsgebühr und/oder Gebühren Dritter",
        "Transaktionsgebühr"
    };
    private static final String[] ORDER = {"Order ID", "Order-ID"};

    private static final Dates DATES = Dates.of("dd-MM-uuuu HH:mm:ss", "dd-MM-uuuu HH:mm");

    @Override
    public String name() {
        return "degiro-transactions";
    }

    @Override
    public String title() {
        return "DEGIRO (transactions)";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Traits traits() {
        return Traits.TABLE.with(DecimalSign.COMMA).in("Europe/Amsterdam").withNewestFirst();
    }

    @Override
    public List<Header> headers() {
        return List.of(
                header(
                        "Date,Time,Product,ISIN,Quantity,Price,Local value,Exchange rate,Order ID",
                        "Value *,Value,AutoFX Fee",
                        "Product,Reference exchange,Reference,Venue,Total *,Total"),
                header(
                        "Datum,Tijd,Product,ISIN,Aantal,Koers,Lokale waarde,Wisselkoers,Order ID",
                        "Waarde *,Waarde,AutoFX Kosten",
                        "Beurs,Uitvoeringsplaats,Totaal *,Totaal"),
                header(
                        "Datum,Uhrzeit,Produkt,ISIN,Anzahl,Kurs,Wert in Lokalwährung,Wechselkurs,Order-ID",
                        "Wert *,Wert,AutoFX-Gebühr,AutoFX Gebühr",
                        "Referenzbörse,Ausführungsort,Gesamt *,Gesamt"));
    }

    private static Header header(String needs, String may, String ignored) {
        return Header.of(needs).may(may + "," + String.join(",", FEE)).ignoring(ignored);
    }

    /** The English file has decimal points. */
    @Override
    public DecimalSign sign(List<String> names) {
        return names.contains("Quantity") ? DecimalSign.POINT : DecimalSign.COMMA;
    }

    @Override
    public boolean readsUnnamed() {
        return true;
    }

    @Override
    public boolean leavesOutLastCells() {
        return true;
    }

    @Override
    public RowResult read(Row row) {
        boolean onlyTheLast = !row.has(DATE) && !row.has("ISIN") && !row.has(QUANTITY);
        if (onlyTheLast) {
            return new RowResult.Part("the rest of an order id");
        }
        Optional<String> order = order(row);
        if (order.isEmpty()) {
            return new RowResult.Part("a corporate action");
        }
        BigDecimal quantity = row.decimal(QUANTITY);
        return RowResult.of(
                trade(row, quantity.signum() < 0 ? Kind.SELL : Kind.BUY).order(order.get()));
    }

    /** In most files the id is in the cell beyond its name. */
    private static Optional<String> order(Row row) {
        return row.find(ORDER).or(() -> row.after(ORDER));
    }

    private static Stamp time(Row row) {
        return row.timeOf(DATES, row.text(DATE) + " " + row.find(TIME).orElse("00:00"), "Date");
    }

    private static Draft trade(Row row, Kind kind) {
        BigDecimal quantity = row.decimal(QUANTITY).abs();
        String code = row.after(PRICE).orElseThrow(() -> row.wrong("has no currency to its right", PRICE));
        Draft draft = new Draft(kind, time(row))
                .ticker(row.text("ISIN"))
                .isin(row.find("ISIN"))
                .volume(quantity)
                .price(row.decimal(PRICE), code);
        Unit unit = Unit.of(code);
        BigDecimal worth = quantity.multiply(draft.price().orElseThrow());
        BigDecimal local =
                Unit.of(row.after(LOCAL).orElse(code)).whole(row.decimal(LOCAL)).abs();
        Near.check(row, local, worth, "quantity times price", LOCAL);
        String account = row.wildcard(wildcard(row, VALUE))
                .or(() -> row.after(VALUE))
                .orElse(unit.currency().value());
        BigDecimal charges =
                row.decimalOrZero(FEE).abs().add(row.decimalOrZero(AUTO_FX).abs());
        if (account.equals(unit.currency().value())) {
            return draft.fee(charges);
        }
        BigDecimal rate = rate(row, worth, unit);
        return draft.fee(Decimals.quotient(charges.multiply(rate), BigDecimal.ONE, Decimals.MAX_FRACTION_DIGITS))
                .inverseRate(rate, account);
    }

    private static String wildcard(Row row, String[] names) {
        for (String name : names) {
            if (name.indexOf('*') >= 0 && row.wildcard(name).isPresent()) {
                return name;
            }
        }
        return names[0];
    }

    /** Units of the price's currency per unit of the account's. Where prices are in pence, some rates are of pence, some not. */
    private static BigDecimal rate(Row row, BigDecimal worth, Unit unit) {
        BigDecimal stated = row.decimal(RATE);
        if (stated.signum() <= 0) {
            throw row.wrong("must be more than zero", RATE);
        }
        BigDecimal value = row.decimal(VALUE).abs();
        for (BigDecimal rate : List.of(stated, unit.whole(stated))) {
            if (Near.agree(value, Decimals.quotient(worth, rate, Decimals.MAX_FRACTION_DIGITS))) {
                return rate;
            }
        }
        throw row.wrong("does not lead from the local value to the value of " + value.toPlainString(), RATE);
    }

    /** Puts order ids together that a line broke, and makes splits of rows without an order. */
    @Override
    public void join(List<ReadRow> rows) {
        ReadRow before = null;
        for (ReadRow row : rows) {
            boolean isRest = row.isPart() && !row.row().has(DATE);
            if (isRest && before != null && !before.drafts().isEmpty()) {
                String rest = String.join("", row.row().cells());
                before.drafts().getFirst().order(order(before.row()).orElse("") + rest);
                row.joinTo(before);
            } else if (!isRest) {
                before = row;
            }
        }
        List<ReadRow> actions = rows.stream()
                .filter(ReadRow::isPart)
                .filter(row -> row.row().has(DATE))
                .toList();
        for (ReadRow action : actions) {
            if (action.isPart()) {
                corporateAction(action, actions);
            }
        }
    }

    private static void corporateAction(ReadRow action, List<ReadRow> all) {
        Row row = action.row();
        BigDecimal quantity = row.decimal(QUANTITY);
        Optional<ReadRow> other = all.stream()
                .filter(one -> one != action && one.isPart())
                .filter(one -> time(one.row()).equals(time(row)))
                .filter(one -> one.row().decimal(QUANTITY).signum() != quantity.signum())
                .findFirst();
        if (other.isEmpty()) {
            boolean free = quantity.signum() > 0 && row.decimalOrZero(PRICE).signum() == 0;
            action.result(
                    free
                            ? RowResult.of(new Draft(Kind.BONUS, time(row))
                                    .ticker(row.text("ISIN"))
                                    .isin(row.find("ISIN"))
                                    .volume(quantity))
                            : RowResult.unsupported("a corporate action: the row has no order"));
            return;
        }
        ReadRow out = quantity.signum() < 0 ? action : other.get();
        ReadRow in = quantity.signum() < 0 ? other.get() : action;
        if (!out.row().key("ISIN").equals(in.row().key("ISIN"))) {
            out.result(RowResult.unsupported("a change of the security: units leave under one ISIN"));
            in.result(RowResult.unsupported("a change of the security: units come under another ISIN"));
            return;
        }
        in.result(RowResult.of(new Draft(Kind.SPLIT, time(in.row()))
                .ticker(in.row().text("ISIN"))
                .isin(in.row().find("ISIN"))
                .ratio(in.row().decimal(QUANTITY), out.row().decimal(QUANTITY))));
        out.joinTo(in);
    }
}
