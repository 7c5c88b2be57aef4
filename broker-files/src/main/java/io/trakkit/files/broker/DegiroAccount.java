package io.trakkit.files.broker;

import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Decimals;
import io.trakkit.files.join.Reversals;
import io.trakkit.files.join.Taxes;
import io.trakkit.files.preset.Dates;
import io.trakkit.files.preset.DecimalSign;
import io.trakkit.files.preset.Draft;
import io.trakkit.files.preset.Header;
import io.trakkit.files.preset.Kind;
import io.trakkit.files.preset.Preset;
import io.trakkit.files.preset.ReadRow;
import io.trakkit.files.preset.Row;
import io.trakkit.files.preset.RowResult;
import io.trakkit.files.preset.Stamp;
import io.trakkit.files.preset.Traits;
import java.math.BigDecimal;
import java.util.ArrayList;
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
 * a row of its own. A named cell is a currency, the unnamed one to its right its amount. The ISIN is the ticker.
 */
public final class DegiroAccount implements Preset {

    private static final String[] DATE = {"Date", "Datum", "Data"};
    private static final String[] TIME = {"Time", "Tijd", "Uhrzeit", "Hora"};
    private static final String[] DESCRIPTION = {"Description", "Omschrijving", "Beschreibung", "Descrição"};
    private static final String[] CHANGE = {"Change", "Mutatie", "Änderung", "Mudança"};
    private static final String[] ORDER = {"Order Id", "Order-ID", "ID da Ordem"};
    private static final Dates DATES = Dates.of("dd-MM-uuuu HH:mm:ss", "dd-MM-uuuu HH:mm");

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
    public boolean readsUnnamed() {
        return true;
    }

    @Override
    public boolean leavesOutLastCells() {
        return true;
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
            return RowResult.of(order(row, Exchanges.side(time(row), amount(row), currency(row))));
        }
        if (FEE.matcher(text).matches() || STAMP_DUTY.matcher(text).matches()) {
            return new RowResult.Part("a charge of an order");
        }
        if (DIVIDEND_TAX.matcher(text).matches()) {
            return new RowResult.Part("a tax");
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
            return RowResult.of(money(row, amount.signum() < 0 ? Kind.WITHDRAWAL : Kind.DEPOSIT, amount));
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
        BigDecimal volume = row.number(text.group(3).strip(), "Description");
        BigDecimal price = row.number(text.group(4), "Description");
        if (action != null) {
            String upper = action.toUpperCase(Locale.ROOT);
            if (upper.contains("STOCK DIVIDEND") && !sells) {
                return RowResult.of(security(row, Kind.BONUS).volume(volume));
            }
            return upper.contains("SPLIT")
                    ? new RowResult.Part("one side of a split")
                    : RowResult.unsupported("a corporate action: " + action);
        }
        return RowResult.of(order(
                row, security(row, sells ? Kind.SELL : Kind.BUY).volume(volume).price(price, text.group(5))));
    }

    private static Draft order(Row row, Draft draft) {
        row.find(ORDER).ifPresent(draft::order);
        return draft;
    }

    private static Draft security(Row row, Kind kind) {
        return new Draft(kind, time(row)).ticker(row.text("ISIN")).isin(row.find("ISIN"));
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

    private static Stamp time(Row row) {
        return row.timeOf(DATES, row.text(DATE) + " " + row.find(TIME).orElse("00:00"), DATE[0]);
    }

    @Override
    public void join(List<ReadRow> rows) {
        List<ReadRow> splits = new ArrayList<>();
        ReadRow before = null;
        for (ReadRow row : rows) {
            if (!row.row().has(DATE) && before != null) {
                row.joinTo(before);
            } else {
                before = row;
            }
            if (row.result() instanceof RowResult.Part(String what) && what.equals("one side of a split")) {
                splits.add(row);
            }
        }
        splits.forEach(side -> split(side, splits));
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
                        .map(isin -> isin + "/" + currency(row) + " "
                                + row.find(DATE).orElse("")),
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
                        .merge(currency(row.row()), amount(row.row()).abs(), BigDecimal::add);
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
                        draft.rate(Decimals.quotient(money, own, Decimals.MAX_FRACTION_DIGITS), other);
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

    private static void split(ReadRow side, List<ReadRow> all) {
        if (!side.isPart() || isSale(side.row())) {
            return;
        }
        Optional<ReadRow> sale = all.stream()
                .filter(other -> other.isPart() && isSale(other.row()))
                .filter(other -> other.row().key("ISIN").equals(side.row().key("ISIN"))
                        && time(other.row()).equals(time(side.row())))
                .findFirst();
        if (sale.isEmpty()) {
            side.result(RowResult.unsupported("a split with another ISIN"));
            return;
        }
        side.result(RowResult.of(security(side.row(), Kind.SPLIT)
                .ratio(units(side.row()), units(sale.get().row()))));
        sale.get().joinTo(side);
    }

    private static boolean isSale(Row row) {
        Matcher trade = TRADE.matcher(row.text(DESCRIPTION));
        return trade.matches() && SELL.matcher(trade.group(2)).matches();
    }

    private static BigDecimal units(Row row) {
        Matcher trade = TRADE.matcher(row.text(DESCRIPTION));
        if (!trade.matches()) {
            throw row.wrong("has no units", DESCRIPTION);
        }
        return row.number(trade.group(3).strip(), DESCRIPTION[0]);
    }

    /** A fee is that of the first fill of its order. One in another currency stays a charge. */
    private static void charges(List<ReadRow> rows) {
        for (ReadRow charge : rows) {
            boolean isCharge = charge.result() instanceof RowResult.Part(String what) && what.startsWith("a charge");
            Optional<String> order = charge.row().find(ORDER);
            if (!isCharge || order.isEmpty()) {
                continue;
            }
            String code = currency(charge.row());
            rows.stream()
                    .filter(trade -> isTrade(trade) && trade.row().find(ORDER).equals(order))
                    .filter(trade -> trade.drafts()
                            .getFirst()
                            .currency()
                            .map(own -> own.value().equals(code))
                            .orElse(false))
                    .reduce((_, last) -> last)
                    .ifPresent(trade -> {
                        Draft draft = trade.drafts().getFirst();
                        boolean isTax = STAMP_DUTY
                                .matcher(charge.row().key(DESCRIPTION))
                                .matches();
                        if (isTax) {
                            draft.tax(amount(charge.row()));
                        } else {
                            draft.fee(amount(charge.row()));
                        }
                        charge.joinTo(trade);
                    });
        }
    }
}
