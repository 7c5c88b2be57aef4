package io.trakkit.files.broker;

import io.trakkit.domain.value.Decimals;
import io.trakkit.files.preset.DecimalSign;
import io.trakkit.files.preset.Draft;
import io.trakkit.files.preset.Header;
import io.trakkit.files.preset.Kind;
import io.trakkit.files.preset.Near;
import io.trakkit.files.preset.ReadRow;
import io.trakkit.files.preset.Row;
import io.trakkit.files.preset.RowResult;
import io.trakkit.files.preset.Unit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * DEGIRO, Transactions.csv in English, Dutch and German. A named cell is an amount, the unnamed one to its right its currency.
 */
public final class DegiroTransactions extends Degiro {

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

    @Override
    public String name() {
        return "degiro-transactions";
    }

    @Override
    public String title() {
        return "DEGIRO (transactions)";
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
    public RowResult read(Row row) {
        boolean onlyTheLast = !row.has(DATE) && !row.has("ISIN") && !row.has(QUANTITY);
        if (onlyTheLast) {
            return new RowResult.Part("the rest of an order id");
        }
        BigDecimal quantity = row.decimal(QUANTITY);
        Optional<String> order = order(row);
        if (order.isEmpty()) {
            return new RowResult.Part("a corporate action");
        }
        return trade(row, quantity.signum() < 0 ? Kind.SELL : Kind.BUY, order.get());
    }

    /** In most files the id is in the cell beyond its name. */
    private static Optional<String> order(Row row) {
        return row.find(ORDER).or(() -> row.after(ORDER));
    }

    private static RowResult trade(Row row, Kind kind, String order) {
        // The sign of the quantity is the side; that of the values is the other way round, and says no more.
        BigDecimal quantity = row.decimal(QUANTITY).abs();
        String code = row.after(PRICE).orElseThrow(() -> row.wrong("has no currency to its right", PRICE));
        Draft draft = security(row, kind)
                .volume(quantity)
                .price(row.decimal(PRICE), code)
                .order(order);
        Unit unit = row.unitOf(code, PRICE);
        BigDecimal worth = quantity.multiply(draft.price().orElseThrow());
        BigDecimal local = row.unitOf(row.after(LOCAL).orElse(code), LOCAL)
                .whole(row.decimal(LOCAL))
                .abs();
        Near.check(row, local, worth, "quantity times price", LOCAL);
        String account = row.wildcard(wildcard(row, VALUE))
                .or(() -> row.after(VALUE))
                .orElse(unit.currency().value());
        // What is paid is negative.
        BigDecimal charges =
                row.decimalOrZero(FEE).add(row.decimalOrZero(AUTO_FX)).negate();
        if (account.equals(unit.currency().value())) {
            return RowResult.charged(draft, charges, BigDecimal.ZERO);
        }
        BigDecimal rate = rate(row, worth, unit);
        return RowResult.charged(
                draft.inverseRate(rate, account),
                Decimals.quotient(charges.multiply(rate), BigDecimal.ONE, Decimals.MAX_FRACTION_DIGITS),
                BigDecimal.ZERO);
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

    /** Makes splits of rows without an order. */
    @Override
    public void join(List<ReadRow> rows) {
        List<ReadRow> actions = rows.stream()
                .filter(ReadRow::isPart)
                .filter(row -> row.row().has(DATE))
                .toList();
        splits(actions, row -> row.decimal(QUANTITY));
        List<ReadRow> others = actions.stream().filter(ReadRow::isPart).toList();
        others.forEach(action -> action.result(withoutItsOtherSide(action.row(), others)));
    }

    private static RowResult withoutItsOtherSide(Row row, List<ReadRow> others) {
        BigDecimal quantity = row.decimal(QUANTITY);
        boolean isChange = others.stream()
                .map(ReadRow::row)
                .anyMatch(other ->
                        time(other).equals(time(row)) && other.decimal(QUANTITY).signum() == -quantity.signum());
        if (isChange) {
            return RowResult.unsupported(
                    quantity.signum() < 0
                            ? "a change of the security: units leave under one ISIN"
                            : "a change of the security: units come under another ISIN");
        }
        boolean free = quantity.signum() > 0 && row.decimalOrZero(PRICE).signum() == 0;
        return free
                ? RowResult.of(security(row, Kind.BONUS).volume(quantity))
                : RowResult.unsupported("a corporate action: the row has no order");
    }
}
