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
import java.util.stream.Stream;

/**
 * DEGIRO, Transactions.csv in English, Dutch, German, French, Spanish, Portuguese and Italian. A named cell is an amount, the unnamed one to its right its currency.
 */
public final class DegiroTransactions extends Degiro {

    private static final String[] QUANTITY = {
        "Quantity", "Aantal", "Anzahl", "Quantité", "Número", "Quantidade", "Quantità"
    };
    private static final String[] PRICE = {"Price", "Koers", "Kurs", "Cours", "Precio", "Preço", "Quotazione"};
    private static final String[] LOCAL = {
        "Local value",
        "Lokale waarde",
        "Wert in Lokalwährung",
        "Valeur locale",
        "Montant devise locale",
        "Valor local",
        "Valore locale"
    };
    private static final String[] RATE = {
        "Exchange rate",
        "Wisselkoers",
        "Wechselkurs",
        "Taux de change",
        "Tipo de cambio",
        "Taxa de câmbio",
        "Tasso di cambio",
        "Tasso di"
    };
    private static final String[] AUTO_FX = {
        "AutoFX Fee",
        "AutoFX Kosten",
        "AutoFX-Gebühr",
        "AutoFX Gebühr",
        "Frais AutoFX",
        "Frais conversion AutoFX",
        "Comisión AutoFX",
        "Custo AutoFX",
        "Commissione AutoFX"
    };

    /** They end with the currency of the account or not, and long names are cut. */
    private static final String[] FEE = {
        "Transaction and/or third*",
        "Transaction costs*",
        "Transactiekosten*",
        "Transaktionsgebühr*",
        "Transaktionskosten*",
        "Gebühr",
        "Frais de courtage*",
        "Costes de transacción*",
        "Custos de transação*",
        "Costi di transazione*",
        "Commissioni di"
    };

    /** Of accounts. A name such as "Wert *" would be that of the local value as well. */
    private static final List<String> CURRENCIES =
            List.of("EUR", "CHF", "DKK", "SEK", "NOK", "GBP", "PLN", "CZK", "HUF", "USD");

    private static final String[] VALUE = Stream.of("Value", "Waarde", "Wert", "Valeur", "Montant", "Valor", "Valore")
            .flatMap(name -> Stream.concat(CURRENCIES.stream().map(code -> name + " " + code), Stream.of(name)))
            .toArray(String[]::new);

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
                header("Date,Time,Product,ISIN,Quantity,Price,Local value,Exchange rate,Order ID"),
                header("Datum,Tijd,Product,ISIN,Aantal,Koers,Lokale waarde,Wisselkoers,Order ID"),
                header("Datum,Uhrzeit,Produkt,ISIN,Anzahl,Kurs,Wert in Lokalwährung,Wechselkurs,Order-ID"),
                header("Date,Heure,Produit,Code ISIN,Quantité,Cours,Valeur locale,Taux de change,ID Ordre"),
                header("Date,Heure,Produit,Code ISIN,Quantité,Cours,Montant devise locale,Taux de change,ID Ordre"),
                header("Fecha,Hora,Producto,ISIN,Número,Precio,Valor local,Tipo de cambio,ID Orden"),
                header("Data,Hora,Produto,ISIN,Quantidade,Preço,Valor local,Taxa de câmbio,ID da Ordem"),
                header("Data,Ora,Prodotto,ISIN,Quantità,Quotazione,Valore locale,ID Ordine"));
    }

    private static Header header(String needs) {
        return Header.of(needs)
                .may(String.join(",", VALUE) + "," + String.join(",", FEE) + "," + String.join(",", AUTO_FX) + ","
                        + String.join(",", RATE))
                .ignoring("Product,Produkt,Produit,Producto,Produto,Prodotto,Reference exchange,Reference,Venue,Beurs,"
                        + "Uitvoeringsplaats,Referenzbörse,Börse,Ausführungsort,Bourse de référence,Place boursière sectionnée,"
                        + "Lieu d'exécution,Bolsa de referencia,Centro de ejecución,Bolsa de referência,Local de execução,"
                        + "Borsa di,Borsa,Borsa di riferimento,Sede di esecuzione,Total *,Total,Totaal *,Totaal,Gesamt *,Gesamt,"
                        + "Montant négocié *,Totale *,Totale");
    }

    /** The English file has decimal points. */
    @Override
    public DecimalSign sign(List<String> names) {
        return names.contains("Quantity") ? DecimalSign.POINT : DecimalSign.COMMA;
    }

    @Override
    public RowResult read(Row row) {
        boolean onlyTheLast = !row.has(DATE) && !row.has(ISIN) && !row.has(QUANTITY);
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
        String account = account(row).orElse(unit.currency().value());
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

    /** The currency of the account stands in the name of its value, or else beside it. */
    private static Optional<String> account(Row row) {
        return Stream.of(VALUE)
                .filter(name -> row.place(name) >= 0)
                .map(name -> name.substring(name.indexOf(' ') + 1))
                .filter(CURRENCIES::contains)
                .findFirst()
                .or(() -> row.after(VALUE));
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
