package io.trakkit.files.broker;

import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Decimals;
import io.trakkit.files.join.Reversals;
import io.trakkit.files.join.Taxes;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * DEGIRO, Account.csv in English, Dutch, German, Portuguese, French, Spanish and Italian. Volume and price of a trade stand in its description, its fee in
 * a row of its own. A named cell is a currency, the unnamed one to its right its amount.
 */
public final class DegiroAccount extends Degiro {

    private static final String[] CHANGE = {
        "Change", "Mutatie", "Änderung", "Mudança", "Mouvements", "Variación", "Variazioni"
    };
    private static final String SPLIT = "one side of a split";
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private static final Pattern TRADE = Pattern.compile(
            "^(?:(.*?):\\s*)?(Buy|Koop|Kauf|Achat|Compra|Acquisto|Sell|Verkoop|Verkauf|Vente|Venda|Venta|Vendita)"
                    + "\\s+([0-9.,'  ]+?)\\s(?:.*?)(?:@|\\bzu je)\\s?([0-9.,]+)\\s([A-Z]{3}|GBX)\\b.*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SELL =
            Pattern.compile("(sell|verkoop|verkauf|vente|venda|venta|vendita)", Pattern.CASE_INSENSITIVE);

    /** One side of a split in Spanish, which does not say whether the units come or leave: their worth does. */
    private static final Pattern ADJUSTMENT =
            Pattern.compile("^[^:]*\\bsplit\\s*:\\s*([0-9.,]+)\\s.*@.*", Pattern.CASE_INSENSITIVE);

    /** Rows that tell of a move within the account, and move nothing themselves. */
    private static final Pattern TOLD = Pattern.compile(
            "^(overboeking|überweisung|transfer|virement|transferência|transferencia|transferir|bonifico|trasferimento|przelew)"
                    + "\\b.*");

    @Override
    public String name() {
        return "degiro-account";
    }

    @Override
    public String title() {
        return "DEGIRO (account)";
    }

    @Override
    public List<Header> headers() {
        return List.of(
                header("Date,Time,Value date,Product,ISIN,Description,FX,Change,Balance,Order Id"),
                header("Datum,Tijd,Valutadatum,Product,ISIN,Omschrijving,FX,Mutatie,Saldo,Order Id"),
                header("Datum,Uhrzeit,Valutadatum,Produkt,ISIN,Beschreibung,FX,Änderung,Saldo,Order-ID"),
                header("Datum,Uhrze,Valutadatum,Produkt,ISIN,Beschreibung,FX,Änderung,Saldo,Order-ID"),
                header("Data,Hora,Data Valor,Produto,ISIN,Descrição,T.,Mudança,Saldo,ID da Ordem"),
                header("Date,Heure,Date de,Produit,Code ISIN,Description,FX,Mouvements,Solde,ID Ordre"),
                header("Fecha,Hora,Fecha valor,Producto,ISIN,Descripción,Tipo,Variación,Saldo,ID Orden"),
                header("Data,Ora,Data Valore,Prodotto,ISIN,Descrizione,Borsa,Variazioni,Saldo,ID Ordine"));
    }

    private static Header header(String names) {
        return Header.of(names)
                .ignoring(
                        "Value date,Valutadatum,Data Valor,Date de,Fecha valor,Data Valore,Product,Produkt,Produto,Produit,"
                                + "Producto,Prodotto,Balance,Saldo,Solde,Borsa");
    }

    @Override
    public DecimalSign sign(List<String> names) {
        return names.contains("Change") ? DecimalSign.POINT : DecimalSign.COMMA;
    }

    @Override
    public RowResult read(Row row) {
        if (!row.has(DATE)) {
            return new RowResult.Part("the rest of a description or an order id");
        }
        Matcher trade = TRADE.matcher(row.text(DESCRIPTION));
        if (trade.matches()) {
            return trade(row, trade);
        }
        if (ADJUSTMENT.matcher(row.text(DESCRIPTION)).matches()) {
            return new RowResult.Part(SPLIT);
        }
        Optional<DegiroText> text = DegiroText.of(row.text(DESCRIPTION));
        boolean isTold = row.after(CHANGE).isEmpty()
                && TOLD.matcher(row.key(DESCRIPTION)).matches();
        if (isTold && text.filter(DegiroText.SWEEP::equals).isEmpty()) {
            return RowResult.without("a note of a move of cash, without an amount");
        }
        return read(row, text.orElseThrow(() -> row.wrong("does not say what is known", DESCRIPTION)));
    }

    private static RowResult read(Row row, DegiroText text) {
        return switch (text) {
            case SWEEP -> RowResult.without("a move of cash within the account");
            case CONVERSION -> RowResult.of(order(row, Draft.ofCash(time(row), amount(row), currency(row))));
            case FEE, TRADE_TAX -> new RowResult.Part("a charge of an order");
            case DIVIDEND_TAX -> new RowResult.Part("a tax");
            case DIVIDEND -> payment(row, Kind.DIVIDEND);
            case CAPITAL -> payment(row, Kind.RETURN_OF_CAPITAL);
            case CASH -> RowResult.of(Draft.ofCash(time(row), amount(row), currency(row)));
            case RESULT_OF_CASH_FUND, LENDING, INTEREST -> money(row, Kind.INTEREST, amount(row));
            case CHARGE -> money(row, Kind.CHARGE, amount(row).negate());
        };
    }

    private static RowResult payment(Row row, Kind kind) {
        return amount(row).signum() < 0
                ? Reversals.dividend()
                : RowResult.of(security(row, kind).total(amount(row), currency(row)));
    }

    private static RowResult trade(Row row, Matcher text) {
        String action = text.group(1);
        if (action != null
                && DegiroText.of(action).filter(DegiroText.SWEEP::equals).isPresent()) {
            return RowResult.without("a move of cash within the account");
        }
        boolean sells = SELL.matcher(text.group(2)).matches();
        BigDecimal volume = row.number(text.group(3).strip(), DESCRIPTION[0]);
        BigDecimal price = row.number(text.group(4), DESCRIPTION[0]);
        if (action != null) {
            String upper = action.toUpperCase(Locale.ROOT);
            if (upper.contains("STOCK DIVIDEND") && !sells) {
                return RowResult.of(security(row, Kind.BONUS).volume(volume));
            }
            return upper.contains("SPLIT")
                    ? new RowResult.Part(SPLIT)
                    : RowResult.unsupported("a corporate action: " + action);
        }
        Draft draft = order(
                row, security(row, sells ? Kind.SELL : Kind.BUY).volume(volume).price(price, text.group(5)));
        return isBond(row, draft)
                ? RowResult.unsupported("a bond, whose price is for 100 of its face value")
                : RowResult.of(draft);
    }

    /**
     * Holds the money of the row, which is without fees, against what its text says. That of a bond is a hundredth of it.
     *
     * @throws WrongCellException if they do not agree
     */
    private static boolean isBond(Row row, Draft draft) {
        BigDecimal volume = draft.volume().orElseThrow();
        BigDecimal price = draft.price().orElseThrow();
        BigDecimal worth = volume.multiply(price);
        if (worth.signum() == 0 && row.after(CHANGE).isEmpty()) {
            return false;
        }
        Unit unit = row.unit(CHANGE);
        if (!draft.currency().map(unit.currency()::equals).orElse(false)) {
            return false;
        }
        BigDecimal amount = unit.whole(amount(row));
        BigDecimal money = draft.kind() == Kind.BUY ? amount.negate() : amount;
        if (Near.agree(money.multiply(HUNDRED), worth) && !Near.agree(money, worth)) {
            return true;
        }
        boolean rounded = money.subtract(worth).abs().compareTo(volume.multiply(Near.halfOfLastDigit(price))) <= 0;
        if (!rounded && !Near.agree(money, worth)) {
            throw row.wrong(
                    "is a trade of " + worth.stripTrailingZeros().toPlainString() + ", but the money beside it is "
                            + amount.toPlainString(),
                    DESCRIPTION);
        }
        return false;
    }

    private static Draft order(Row row, Draft draft) {
        row.find(ORDER).ifPresent(draft::order);
        return draft;
    }

    private static RowResult money(Row row, Kind kind, BigDecimal amount) {
        return amount.signum() == 0
                ? RowResult.without("a row without money")
                : RowResult.of(order(row, new Draft(kind, time(row)).total(amount, currency(row))));
    }

    private static BigDecimal amount(Row row) {
        String text = row.after(CHANGE).orElseThrow(() -> row.wrong("has no amount to its right", CHANGE));
        return row.number(text, CHANGE[0]);
    }

    private static String currency(Row row) {
        return row.text(CHANGE);
    }

    @Override
    public void join(List<ReadRow> rows) {
        List<ReadRow> sides = rows.stream()
                .filter(row -> row.result() instanceof RowResult.Part(String what) && what.equals(SPLIT))
                .toList();
        splits(sides, DegiroAccount::units);
        sides.stream()
                .filter(ReadRow::isPart)
                .forEach(side -> side.result(RowResult.unsupported("a split with another ISIN")));
        charges(rows);
        Exchanges.pair(
                rows, row -> isExchange(row) ? Optional.of(row.find(ORDER).orElse("")) : Optional.empty());
        rates(rows);
        Reversals.ofDividends(
                        row -> kind(row).map(DegiroText::name).orElse("") + " " + row.key(ISIN) + " " + row.key(CHANGE),
                        row -> row.after(CHANGE)
                                .map(text -> row.number(text, CHANGE[0]))
                                .orElse(BigDecimal.ZERO),
                        DegiroAccount::time)
                .join(rows);
        Taxes.join(
                rows,
                row -> row.find(ISIN)
                        .filter(_ -> isOfDividend(row))
                        .map(isin -> isin + "/" + currency(row) + " " + row.text(DATE)),
                row -> amount(row).negate());
        for (ReadRow row : rows) {
            if (row.isPart()) {
                // Its trade or dividend is not in the file, or in another currency: the money moved all the same.
                row.result(money(row.row(), Kind.CHARGE, amount(row.row()).negate()));
            }
        }
    }

    /** The rate of a trade is that of the money which was exchanged for it or of it: both have its order. */
    private static void rates(List<ReadRow> rows) {
        Map<String, Map<String, BigDecimal>> exchanged = new HashMap<>();
        for (ReadRow row : rows) {
            Optional<String> order = row.row().find(ORDER);
            if (order.isPresent() && isExchange(row.row())) {
                exchanged
                        .computeIfAbsent(order.get(), _ -> new TreeMap<>())
                        .merge(currency(row.row()), amount(row.row()), BigDecimal::add);
            }
        }
        for (ReadRow row : rows) {
            Map<String, BigDecimal> sides =
                    exchanged.getOrDefault(row.row().find(ORDER).orElse(""), Map.of());
            for (Draft draft : row.drafts()) {
                String code = draft.currency().map(CurrencyCode::value).orElse("");
                BigDecimal own = sides.get(code);
                if (!isTrade(row) || sides.size() != 2 || own == null || own.signum() == 0) {
                    continue;
                }
                sides.forEach((other, money) -> {
                    if (!other.equals(code)) {
                        // One side leaves, the other one comes.
                        draft.rate(
                                Decimals.quotient(money, own, Decimals.MAX_FRACTION_DIGITS)
                                        .abs(),
                                other);
                    }
                });
            }
        }
    }

    private static boolean isTrade(ReadRow row) {
        return row.drafts().stream().anyMatch(draft -> draft.kind() == Kind.BUY || draft.kind() == Kind.SELL);
    }

    private static boolean isExchange(Row row) {
        return kind(row).filter(DegiroText.CONVERSION::equals).isPresent();
    }

    private static Optional<DegiroText> kind(Row row) {
        return row.find(DESCRIPTION).flatMap(DegiroText::of);
    }

    private static boolean isOfDividend(Row row) {
        return kind(row)
                .filter(text -> text == DegiroText.DIVIDEND || text == DegiroText.DIVIDEND_TAX)
                .isPresent();
    }

    /** Those of a sale leave. */
    private static BigDecimal units(Row row) {
        Matcher trade = TRADE.matcher(row.text(DESCRIPTION));
        Matcher adjustment = ADJUSTMENT.matcher(row.text(DESCRIPTION));
        boolean isTrade = trade.matches();
        if (!isTrade && !adjustment.matches()) {
            throw row.wrong("has no units", DESCRIPTION);
        }
        BigDecimal units = row.number((isTrade ? trade.group(3) : adjustment.group(1)).strip(), DESCRIPTION[0]);
        boolean leaves =
                isTrade ? SELL.matcher(trade.group(2)).matches() : amount(row).signum() > 0;
        return leaves ? units.negate() : units;
    }

    /** A fee is that of the first fill of its order. One in another currency, or more credited than was paid, stays a charge. */
    private static void charges(List<ReadRow> rows) {
        rows.stream()
                .filter(row -> row.result() instanceof RowResult.Part(String what) && what.startsWith("a charge"))
                // What was paid, before what of it was credited.
                .sorted(Comparator.comparingInt(row -> amount(row.row()).signum()))
                .toList()
                .forEach(charge -> tradeOf(charge.row(), rows).ifPresent(trade -> charge(charge, trade)));
    }

    private static Optional<ReadRow> tradeOf(Row charge, List<ReadRow> rows) {
        Optional<String> order = charge.find(ORDER);
        String code = currency(charge);
        return rows.stream()
                .filter(trade -> order.isPresent()
                        && isTrade(trade)
                        && trade.row().find(ORDER).equals(order))
                .filter(trade -> trade.drafts()
                        .getFirst()
                        .currency()
                        .map(own -> own.value().equals(code))
                        .orElse(false))
                .reduce((_, last) -> last);
    }

    private static void charge(ReadRow charge, ReadRow trade) {
        Draft draft = trade.drafts().getFirst();
        BigDecimal cost = amount(charge.row()).negate();
        boolean isTax = kind(charge.row()).filter(DegiroText.TRADE_TAX::equals).isPresent();
        BigDecimal all = (isTax ? draft.taxes() : draft.fees()).add(cost);
        if (all.signum() >= 0) {
            draft.signedCharges(isTax ? BigDecimal.ZERO : cost, isTax ? cost : BigDecimal.ZERO);
            charge.joinTo(trade);
        }
    }
}
