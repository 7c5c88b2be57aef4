package io.trakkit.files.broker;

import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.files.join.Ratio;
import io.trakkit.files.join.Reversals;
import io.trakkit.files.join.Taxes;
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
import io.trakkit.files.source.SourceKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Interactive Brokers, Flex query as XML. Which attributes there are, and the form of dates, is set by the query. Only
 * executions count: other elements repeat their volume.
 */
public final class IbkrFlex implements Preset {

    private static final Set<String> SECTIONS =
            Set.of("AccountInformation", "Trade", "CashTransaction", "CorporateAction", "Transfer", "TransactionTax");

    /** Elements that stand among the executions, and repeat what they are of. */
    private static final Set<String> SUMS = Set.of("Order", "SymbolSummary", "AssetSummary");

    private static final Set<String> DETAIL = Set.of("", "execution", "detail");
    private static final String ACTION = "a corporate action";
    private static final String ACCOUNT_DATA = "data of the account";

    @Override
    public String name() {
        return "ibkr-flex";
    }

    @Override
    public String title() {
        return "Interactive Brokers (Flex query, XML)";
    }

    @Override
    public Traits traits() {
        return Traits.TABLE.of(SourceKind.XML).in("America/New_York").joiningTheFile();
    }

    @Override
    public List<Header> headers() {
        return List.of(
                Header.of("assetCategory,symbol,quantity,tradePrice,currency,ibCommission")
                        .may("buySell,accountId,fxRateToBase,isin,tradeID,transactionID,ibExecID,origTradeID,dateTime,"
                                + "tradeDate,tradeTime,transactionType,tradeMoney,taxes,"
                                + "ibCommissionCurrency,levelOfDetail,multiplier")
                        .ignoring("*")
                        .in("Trade"),
                Header.of("type,amount,currency")
                        .may("accountId,fxRateToBase,symbol,isin,description,dateTime,settleDate,reportDate,"
                                + "transactionID,actionID,levelOfDetail")
                        .ignoring("*")
                        .in("CashTransaction"),
                Header.of("symbol,quantity")
                        .may("accountId,type,description,actionDescription,isin,dateTime,reportDate,actionID,"
                                + "transactionID,currency")
                        .ignoring("*")
                        .in("CorporateAction"),
                Header.of("direction")
                        .may("accountId,currency,symbol,isin,quantity,transferPrice,cashTransfer,date,dateTime,"
                                + "transactionID,levelOfDetail,assetCategory")
                        .ignoring("*")
                        .in("Transfer"),
                Header.of("taxAmount")
                        .may("tradeId,accountId,date,currency")
                        .ignoring("*")
                        .in("TransactionTax"),
                Header.of("accountId").may("currency").ignoring("*").in("AccountInformation"));
    }

    @Override
    public boolean reads(String section) {
        return SECTIONS.contains(section) || SUMS.contains(section);
    }

    @Override
    public RowResult read(Row row) {
        if (SUMS.contains(row.section())) {
            return sum(row.section());
        }
        if (!DETAIL.contains(row.key("levelOfDetail"))) {
            return sum(row.text("levelOfDetail"));
        }
        return switch (row.section()) {
            case "Trade" -> trade(row);
            case "CashTransaction" -> cash(row);
            case "CorporateAction" -> corporateAction(row);
            case "Transfer" -> transfer(row);
            case "TransactionTax" -> new RowResult.Part("a tax of trade " + row.text("tradeId"));
            default -> RowResult.without(ACCOUNT_DATA);
        };
    }

    private static RowResult sum(String level) {
        return RowResult.without("a sum of other rows (" + level + ")");
    }

    private static RowResult trade(Row row) {
        String category = row.text("assetCategory").toUpperCase(Locale.ROOT);
        SecurityType type;
        switch (category) {
            case "STK" -> type = SecurityType.STOCK;
            case "FUND" -> type = SecurityType.FUND;
            case "CRYPTO" -> type = SecurityType.CRYPTO;
            case "CASH" -> {
                return exchange(row);
            }
            default -> {
                return RowResult.unsupported("of the category " + category + ", such as options, futures and bonds");
            }
        }
        if (isCancelled(row)) {
            return cancellation(row);
        }
        BigDecimal quantity = row.decimal("quantity");
        // A query may leave buySell out; the quantity of a sale is negative in any case.
        boolean sells = row.has("buySell") ? row.key("buySell").startsWith("sell") : quantity.signum() < 0;
        Draft draft = new Draft(sells ? Kind.SELL : Kind.BUY, tradeTime(row))
                .ticker(row.text("symbol"))
                .isin(row.find("isin"))
                .security(type)
                .volume(quantity)
                .price(row.decimal("tradePrice"), row.text("currency"));
        // Its sign is that of the quantity, which is the side.
        row.findDecimal("tradeMoney")
                .ifPresent(money -> Near.check(
                        row,
                        money.abs(),
                        quantity.multiply(row.decimal("tradePrice")).abs(),
                        "quantity times price",
                        "tradeMoney"));
        row.find("tradeID", "transactionID", "ibExecID").ifPresent(id -> draft.id("t-" + id));
        row.find("accountId").ifPresent(draft::account);
        // What is paid is negative.
        BigDecimal tax = row.decimalOrZero("taxes").negate();
        BigDecimal commission = row.decimalOrZero("ibCommission").negate();
        String code = row.find("ibCommissionCurrency").orElse(row.text("currency"));
        if (code.equalsIgnoreCase(row.text("currency")) || commission.signum() == 0) {
            return RowResult.charged(draft, commission, tax);
        }
        // In another currency it is money of its own.
        Draft charge = draft.charge(commission).currency(code);
        return new RowResult.Booked(
                Stream.concat(RowResult.charged(draft, BigDecimal.ZERO, tax).drafts().stream(), Stream.of(charge))
                        .toList());
    }

    /** EUR.USD: the quantity is of the first currency, the price in the second one. */
    private static RowResult exchange(Row row) {
        if (isCancelled(row)) {
            return cancellation(row);
        }
        String[] pair = row.text("symbol").split("\\.", -1);
        if (pair.length != 2) {
            throw row.wrong("is not a pair of currencies such as EUR.USD", "symbol");
        }
        BigDecimal quantity = row.decimal("quantity");
        BigDecimal price = row.decimal("tradePrice").multiply(quantity);
        List<Draft> drafts = new ArrayList<>(
                quantity.signum() > 0
                        ? Exchanges.of(tradeTime(row), price, pair[1], quantity, pair[0])
                        : Exchanges.of(tradeTime(row), quantity, pair[0], price.negate(), pair[1]));
        BigDecimal commission = row.decimalOrZero("ibCommission").negate();
        if (commission.signum() != 0) {
            drafts.add(new Draft(Kind.CHARGE, tradeTime(row))
                    .total(commission, row.find("ibCommissionCurrency").orElse(row.text("currency"))));
        }
        row.find("tradeID", "transactionID", "ibExecID").ifPresent(id -> drafts.forEach(draft -> draft.id("t-" + id)));
        row.find("accountId").ifPresent(name -> drafts.forEach(draft -> draft.account(name)));
        return new RowResult.Booked(drafts);
    }

    private static RowResult cancellation(Row row) {
        return new RowResult.Part(
                "the cancellation of trade " + row.find("origTradeID").orElse("without an id"));
    }

    private static boolean isCancelled(Row row) {
        return row.key("transactionType").endsWith("cancel")
                || row.key("buySell").endsWith("(ca.)");
    }

    private static Stamp tradeTime(Row row) {
        return IbkrDates.of(row, "dateTime", "tradeDate");
    }

    private static RowResult cash(Row row) {
        BigDecimal amount = row.decimal("amount");
        String description = row.key("description");
        return switch (row.key("type")) {
            case "dividends", "payment in lieu of dividends" -> {
                if (amount.signum() < 0) {
                    yield Reversals.dividend();
                }
                boolean capital = description.endsWith("(return of capital)");
                yield RowResult.of(money(row, capital ? Kind.RETURN_OF_CAPITAL : Kind.DIVIDEND, amount));
            }
            case "withholding tax", "871(m) withholding" -> new RowResult.Part("a tax");
            case "deposits/withdrawals", "deposits & withdrawals" ->
                RowResult.of(money(row, amount.signum() < 0 ? Kind.WITHDRAWAL : Kind.DEPOSIT, amount));
            case "broker interest received", "broker interest paid", "bond interest received", "bond interest paid" ->
                RowResult.of(money(row, Kind.INTEREST, amount));
            case "other fees", "advisor fees", "commission adjustments", "broker fees" ->
                RowResult.of(money(row, Kind.CHARGE, amount.negate()));
            default -> throw row.wrong("is not a known type of cash transaction", "type");
        };
    }

    private static Draft money(Row row, Kind kind, BigDecimal amount) {
        Draft draft = new Draft(kind, cashTime(row)).total(amount, row.text("currency"));
        if (kind == Kind.DIVIDEND || kind == Kind.RETURN_OF_CAPITAL) {
            draft.ticker(row.text("symbol")).isin(row.find("isin"));
        }
        row.find("transactionID").ifPresent(id -> draft.id("c-" + id));
        row.find("accountId").ifPresent(draft::account);
        return draft;
    }

    private static Stamp cashTime(Row row) {
        return IbkrDates.of(row, "dateTime", "reportDate", "settleDate");
    }

    private static RowResult corporateAction(Row row) {
        String type = row.find("type").orElse("").toUpperCase(Locale.ROOT);
        String text = row.find("actionDescription", "description").orElse("");
        BigDecimal quantity = row.decimal("quantity");
        boolean split = Set.of("FS", "FI", "RS").contains(type)
                || (type.isEmpty() && text.toUpperCase(Locale.ROOT).contains("SPLIT"));
        if (split) {
            return Ratio.in(text)
                    .map(ratio ->
                            quantity.signum() < 0 ? oldUnits() : RowResult.of(ratio.addTo(action(row, Kind.SPLIT))))
                    .orElse(RowResult.unsupported("a split whose ratio is not in the text"));
        }
        return switch (type) {
            // Of the other sign, it takes an earlier one back.
            case "SD" ->
                quantity.signum() < 0
                        ? Reversals.part(ACTION)
                        : RowResult.of(action(row, Kind.BONUS).volume(quantity));
            case "DW" ->
                quantity.signum() > 0
                        ? Reversals.part(ACTION)
                        : RowResult.of(action(row, Kind.SELL).volume(quantity).price(BigDecimal.ZERO));
            case "CD" -> RowResult.without("a dividend, which stands among the cash transactions as well");
            default -> RowResult.unsupported("a corporate action of the type " + (type.isEmpty() ? text : type));
        };
    }

    private static RowResult oldUnits() {
        return RowResult.without("the old units of a split");
    }

    private static Draft action(Row row, Kind kind) {
        Draft draft = new Draft(kind, cashTime(row))
                .ticker(row.text("symbol").replaceFirst("\\.OLD$", ""))
                .isin(row.find("isin"));
        row.find("transactionID").ifPresent(id -> draft.id("a-" + id));
        row.find("accountId").ifPresent(draft::account);
        return draft;
    }

    private static RowResult transfer(Row row) {
        boolean in = row.key("direction").equals("in");
        Draft draft;
        if (!row.has("symbol")) {
            BigDecimal money = row.decimal("cashTransfer");
            draft = new Draft(in ? Kind.DEPOSIT : Kind.WITHDRAWAL, IbkrDates.of(row, "dateTime", "date"))
                    .total(money, row.text("currency"));
        } else if (in) {
            BigDecimal price = row.decimalOrZero("transferPrice");
            if (price.signum() == 0) {
                return RowResult.unsupported(
                        "a transfer in, whose cost the file does not have: post it as a transfer_in");
            }
            draft = units(row, Kind.TRANSFER_IN).total(row.decimal("quantity").multiply(price), row.text("currency"));
        } else {
            draft = units(row, Kind.TRANSFER_OUT);
        }
        row.find("transactionID").ifPresent(id -> draft.id("x-" + id));
        row.find("accountId").ifPresent(draft::account);
        return RowResult.of(draft);
    }

    private static Draft units(Row row, Kind kind) {
        return new Draft(kind, IbkrDates.of(row, "dateTime", "date"))
                .ticker(row.text("symbol"))
                .volume(row.decimal("quantity"));
    }

    @Override
    public void join(List<ReadRow> rows) {
        rates(rows);
        sums(rows);
        cancellations(rows);
        new Reversals(
                        row -> row.section() + " " + row.key("type") + " " + row.key("accountId") + " "
                                + row.key("symbol"),
                        row -> row.decimalOrZero("quantity"),
                        IbkrFlex::cashTime,
                        ACTION)
                .join(rows);
        transactionTaxes(rows);
        Reversals.ofDividends(
                        row -> row.section() + " " + row.key("type") + " " + row.key("accountId") + " "
                                + row.key("symbol"),
                        row -> row.decimalOrZero("amount"),
                        IbkrFlex::cashTime)
                .join(rows);
        Taxes.join(rows, IbkrFlex::dividendKey, row -> row.decimal("amount").negate());
        for (ReadRow row : rows) {
            if (row.isPart() && row.row().section().equals("CashTransaction")) {
                row.result(RowResult.of(money(
                        row.row(), Kind.CHARGE, row.row().decimal("amount").negate())));
            }
        }
    }

    private static boolean isDividend(Row row) {
        return row.section().equals("CashTransaction") && row.key("type").endsWith("dividends");
    }

    /** The action that a dividend and its tax have in common, or else security and day. */
    private static Optional<String> dividendKey(Row row) {
        boolean isTax = row.key("type").contains("withholding");
        if (!row.section().equals("CashTransaction") || (!isTax && !isDividend(row))) {
            return Optional.empty();
        }
        String account = row.key("accountId") + "/" + row.key("currency") + "/";
        return row.find("actionID")
                .map(id -> account + "action " + id)
                .or(() -> row.find("symbol")
                        .map(symbol -> account + symbol + " " + cashTime(row).day()));
    }

    /** Rates are into the currency of the account, which an element of its own has. */
    private static void rates(List<ReadRow> rows) {
        Map<String, String> bases = new HashMap<>();
        for (ReadRow row : rows) {
            if (row.row().section().equals("AccountInformation")) {
                row.row().find("currency").ifPresent(code -> bases.put(row.row().key("accountId"), code));
            }
        }
        for (ReadRow row : rows) {
            String base = bases.get(row.row().key("accountId"));
            Optional<BigDecimal> rate = row.row().findDecimal("fxRateToBase").filter(value -> value.signum() > 0);
            if (base == null || rate.isEmpty()) {
                continue;
            }
            for (Draft draft : row.drafts()) {
                boolean ofRow = draft.currency()
                        .map(CurrencyCode::value)
                        .equals(row.row().find("currency"));
                if (ofRow) {
                    draft.rate(rate.get(), base);
                }
            }
        }
    }

    /** A query can have the sums and not what they are of: then trades would be lost. */
    private static void sums(List<ReadRow> rows) {
        Set<String> executed = new HashSet<>();
        for (ReadRow row : rows) {
            if (row.row().section().equals("Trade") && DETAIL.contains(row.row().key("levelOfDetail"))) {
                executed.add(ofSecurity(row.row()));
                executed.add(ofCategory(row.row()));
            }
        }
        for (ReadRow row : rows) {
            Row sum = row.row();
            boolean isOfTrades = SUMS.contains(sum.section())
                    || (sum.section().equals("Trade") && !DETAIL.contains(sum.key("levelOfDetail")));
            if (isOfTrades && !executed.contains(sum.has("symbol") ? ofSecurity(sum) : ofCategory(sum))) {
                row.result(
                        new RowResult.Wrong(
                                "levelOfDetail",
                                sum.find("levelOfDetail").orElse(sum.section()),
                                "is a sum of executions that the file does not have: add Executions to the trades of the query"));
            }
        }
    }

    private static String ofSecurity(Row row) {
        return row.key("accountId") + "/" + row.key("assetCategory") + "/" + row.key("symbol");
    }

    private static String ofCategory(Row row) {
        return row.key("accountId") + "/" + row.key("assetCategory");
    }

    private static void cancellations(List<ReadRow> rows) {
        List<ReadRow> trades = new ArrayList<>();
        for (ReadRow row : rows) {
            if (row.row().section().equals("Trade") && !row.drafts().isEmpty()) {
                trades.add(row);
            }
        }
        for (ReadRow row : rows) {
            if (!row.isPart() || !row.row().section().equals("Trade")) {
                continue;
            }
            Optional<String> original = row.row().find("origTradeID");
            Optional<ReadRow> cancelled = trades.stream()
                    .filter(trade -> !trade.drafts().isEmpty())
                    .filter(trade -> original.isPresent()
                            ? trade.row().find("tradeID").equals(original)
                            : reverses(row.row(), trade.row()))
                    .findFirst();
            if (cancelled.isPresent()) {
                cancelled
                        .get()
                        .result(RowResult.without(
                                "cancelled in line " + row.row().line()));
                row.result(RowResult.without(
                        "the cancellation of line " + cancelled.get().row().line()));
            } else {
                row.result(
                        new RowResult.Wrong(
                                "origTradeID",
                                original.orElse(""),
                                "cancels a trade that is not in this file: if it was imported before, amend its status to failed"));
            }
        }
    }

    private static boolean reverses(Row cancel, Row trade) {
        return cancel.key("symbol").equals(trade.key("symbol"))
                && cancel.decimal("quantity").negate().compareTo(trade.decimal("quantity")) == 0
                && cancel.decimal("tradePrice").compareTo(trade.decimal("tradePrice")) == 0;
    }

    private static void transactionTaxes(List<ReadRow> rows) {
        Map<String, ReadRow> trades = new HashMap<>();
        for (ReadRow row : rows) {
            if (row.row().section().equals("Trade") && !row.drafts().isEmpty()) {
                row.row().find("tradeID").ifPresent(id -> trades.put(id, row));
            }
        }
        Map<ReadRow, BigDecimal> taxes = new LinkedHashMap<>();
        for (ReadRow row : rows) {
            if (row.isPart() && row.row().section().equals("TransactionTax")) {
                ReadRow trade = trades.get(row.row().find("tradeId").orElse(""));
                if (trade != null) {
                    taxes.merge(trade, row.row().decimal("taxAmount"), BigDecimal::add);
                    row.joinTo(trade);
                }
            }
        }
        // The taxes of the trade itself are the same ones. What is left of a tax and its cancellation was paid.
        taxes.forEach((trade, tax) -> {
            if (trade.row().decimalOrZero("taxes").signum() == 0) {
                trade.drafts().getFirst().tax(tax.abs());
            }
        });
    }
}
