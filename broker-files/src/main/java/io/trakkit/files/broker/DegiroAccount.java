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
 * DEGIRO, Account.csv in English, Dutch, German and Portuguese. Volume and price of a trade stand in its description, its fee in
 * a row of its own. A named cell is a currency, the unnamed one to its right its amount.
 */
public final class DegiroAccount extends Degiro {

    private static final String[] CHANGE = {"Change", "Mutatie", "Änderung", "Mudança"};
    private static final String SPLIT = "one side of a split";
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private static final Pattern TRADE = Pattern.compile(
            "^(?:(.*?):\\s*)?(Buy|Koop|Kauf|Achat|Compra|Sell|Verkoop|Verkauf|Vente|Venda)\\s+([0-9.,'  ]+?)\\s"
                    + "(?:.*?)@\\s?([0-9.,]+)\\s([A-Z]{3}|GBX)\\b.*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SELL = Pattern.compile("(sell|verkoop|verkauf|vente|venda)", Pattern.CASE_INSENSITIVE);
    private static final Pattern FEE = Pattern.compile(
            ".*(transaction and/or third party|transactiekosten|transaktionsgeb|comissões de transa|frais degiro|taxa de transa).*");
    private static final Pattern STAMP_DUTY =
            Pattern.compile(".*(stamp duty|transaction tax|finanztransaktionssteuer|beurstaks).*");
    private static final Pattern DIVIDEND_TAX = Pattern.compile(
            ".*(dividend tax|dividendbelasting|dividendensteuer|imposto sobre dividendo|impôts sur dividende).*");
    private static final Pattern DIVIDEND = Pattern.compile("^(dividend|dividende|dividendo).*");
    private static final Pattern CONVERSION = Pattern.compile(
            ".*(fx credit|fx debit|valuta creditering|valuta debitering|währungswechsel|crédito de divisa|débito de divisa|"
                    + "levantamento de divisa).*");
    private static final Pattern SWEEP = Pattern.compile(
            ".*(cash sweep|reservation ideal|reservation sofort|money market|geldmarkt|conversion fonds monétaires).*");

    /** Rows that tell of such a move, and move nothing themselves. */
    private static final Pattern TOLD = Pattern.compile(
            "^(overboeking|überweisung|transfer|virement|transferência|transferencia|bonifico|trasferimento|przelew)\\b.*");

    private static final Pattern IN =
            Pattern.compile(".*(deposit|storting|einzahlung|depósito|flatex deposit|ideal deposit).*");
    private static final Pattern OUT = Pattern.compile(".*(withdrawal|terugstorting|auszahlung|levantamento).*");
    private static final Pattern INTEREST = Pattern.compile(".*(interest|rente|zinsen|juros).*");
    private static final Pattern CHARGE = Pattern.compile(
            ".*(connection fee|connectivity fee|aansluitingskosten|anbindungsgebühr|einrichtung von handelsmodalit|custody fee|"
                    + "comissão de conectividade|pass-through|adr).*");

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
                Header.of("Date,Time,Value date,Product,ISIN,Description,FX,Change,Balance,Order Id")
                        .ignoring("Value date,Product,Balance"),
                Header.of("Datum,Tijd,Valutadatum,Product,ISIN,Omschrijving,FX,Mutatie,Saldo,Order Id")
                        .ignoring("Valutadatum,Product,Saldo"),
                Header.of("Datum,Uhrzeit,Valutadatum,Produkt,ISIN,Beschreibung,FX,Änderung,Saldo,Order-ID")
                        .ignoring("Valutadatum,Produkt,Saldo"),
                Header.of("Data,Hora,Data Valor,Produto,ISIN,Descrição,T.,Mudança,Saldo,ID da Ordem")
                        .ignoring("Data Valor,Produto,Saldo"));
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
        String text = row.key(DESCRIPTION);
        Matcher trade = TRADE.matcher(row.text(DESCRIPTION));
        if (trade.matches()) {
            return trade(row, trade);
        }
        if (SWEEP.matcher(text).matches()) {
            return RowResult.without("a move of cash within the account");
        }
        if (CONVERSION.matcher(text).matches()) {
            return RowResult.of(order(row, Draft.ofCash(time(row), amount(row), currency(row))));
        }
        if (FEE.matcher(text).matches() || STAMP_DUTY.matcher(text).matches()) {
            return new RowResult.Part("a charge of an order");
        }
        if (DIVIDEND_TAX.matcher(text).matches()) {
            return new RowResult.Part("a tax");
        }
        if (row.after(CHANGE).isEmpty() && TOLD.matcher(text).matches()) {
            return RowResult.without("a note of a move of cash, without an amount");
        }
        BigDecimal amount = amount(row);
        if (DIVIDEND.matcher(text).matches()) {
            return amount.signum() < 0
                    ? Reversals.dividend()
                    : RowResult.of(money(row, Kind.DIVIDEND, amount)
                            .ticker(row.text("ISIN"))
                            .isin(row.find("ISIN")));
        }
        if (text.contains("processed flatex withdrawal")) {
            return RowResult.without("a move between the accounts of the broker");
        }
        if (IN.matcher(text).matches() || OUT.matcher(text).matches()) {
            return RowResult.of(Draft.ofCash(time(row), amount, currency(row)));
        }
        if (INTEREST.matcher(text).matches()) {
            return RowResult.of(money(row, Kind.INTEREST, amount));
        }
        if (CHARGE.matcher(text).matches()) {
            return RowResult.of(money(row, Kind.CHARGE, amount.negate()));
        }
        throw row.wrong("does not say what is known", DESCRIPTION);
    }

    private static RowResult trade(Row row, Matcher text) {
        String action = text.group(1);
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

    private static Draft money(Row row, Kind kind, BigDecimal amount) {
        return new Draft(kind, time(row)).total(amount, currency(row));
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
                        row -> DIVIDEND.matcher(row.key(DESCRIPTION)).matches() + " " + row.key("ISIN") + " "
                                + row.key(CHANGE),
                        row -> row.after(CHANGE)
                                .map(text -> row.number(text, CHANGE[0]))
                                .orElse(BigDecimal.ZERO),
                        DegiroAccount::time)
                .join(rows);
        Taxes.join(
                rows,
                row -> row.find("ISIN")
                        .filter(_ -> isOfDividend(row))
                        .map(isin -> isin + "/" + currency(row) + " " + row.text(DATE)),
                row -> amount(row).negate());
        for (ReadRow row : rows) {
            if (row.isPart()) {
                // Its trade or dividend is not in the file, or in another currency: the money moved all the same.
                row.result(RowResult.of(order(
                        row.row(),
                        money(row.row(), Kind.CHARGE, amount(row.row()).negate()))));
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
        return CONVERSION.matcher(row.key(DESCRIPTION)).matches();
    }

    private static boolean isOfDividend(Row row) {
        String text = row.key(DESCRIPTION);
        return DIVIDEND.matcher(text).matches() || DIVIDEND_TAX.matcher(text).matches();
    }

    /** Those of a sale leave. */
    private static BigDecimal units(Row row) {
        Matcher trade = TRADE.matcher(row.text(DESCRIPTION));
        if (!trade.matches()) {
            throw row.wrong("has no units", DESCRIPTION);
        }
        BigDecimal units = row.number(trade.group(3).strip(), DESCRIPTION[0]);
        return SELL.matcher(trade.group(2)).matches() ? units.negate() : units;
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
        boolean isTax = STAMP_DUTY.matcher(charge.row().key(DESCRIPTION)).matches();
        BigDecimal all = (isTax ? draft.taxes() : draft.fees()).add(cost);
        if (all.signum() >= 0) {
            draft.signedCharges(isTax ? BigDecimal.ZERO : cost, isTax ? cost : BigDecimal.ZERO);
            charge.joinTo(trade);
        }
    }
}
