package io.trakkit.files.broker;

import io.trakkit.domain.trade.SecurityType;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Interactive Brokers, activity statement as CSV, in English. It has no ids. */
public final class IbkrActivity implements Preset {

    private static final String TRANSACTION_FEES = "Transaction Fees";
    private static final String TRADE = "a trade";
    private static final String ACTION = "a corporate action";
    private static final String INSTRUMENTS = "Financial Instrument Information";
    private static final String IN_LIEU = "Payment In Lieu Of Dividends";
    private static final String COMMISSIONS = "Commission Adjustments";
    private static final String GRANTS = "Grant Activity";
    private static final Set<String> SECTIONS = Set.of(
            "Trades",
            "Dividends",
            IN_LIEU,
            COMMISSIONS,
            GRANTS,
            "Withholding Tax",
            "Deposits & Withdrawals",
            "Interest",
            "Fees",
            TRANSACTION_FEES,
            "Corporate Actions",
            "Transfers",
            INSTRUMENTS);

    /** The security at the start of a text: ABC(US0000000001). */
    private static final Pattern SECURITY = Pattern.compile("^\\s*([A-Z0-9 ./]+?)\\s*\\(([A-Z]{2}[A-Z0-9]{9}[0-9])\\)");

    @Override
    public String name() {
        return "ibkr-activity";
    }

    @Override
    public String title() {
        return "Interactive Brokers (activity statement, CSV)";
    }

    @Override
    public Traits traits() {
        return Traits.TABLE.of(SourceKind.SECTIONS).in("America/New_York").joiningTheFile();
    }

    @Override
    public List<Header> headers() {
        return List.of(
                Header.of("Field Name,Field Value").in("Statement"),
                Header.of("DataDiscriminator,Asset Category,Currency,Symbol,Date/Time,Quantity,T. Price")
                        // Futures have a notional value instead of proceeds.
                        .may("Account,Proceeds,Notional Value,Comm/Fee,Comm in *,Code")
                        .ignoring("Exchange,C. Price,Basis,Realized P/L,Realized P/L %,MTM P/L,MTM in *")
                        .in("Trades"),
                Header.of("Currency,Date,Description,Amount")
                        .may("Account")
                        .ignoring("Code")
                        .in("Dividends"),
                Header.of("Currency,Date,Description,Amount")
                        .may("Account")
                        .ignoring("Code")
                        .in(IN_LIEU),
                Header.of("Currency,Date,Description,Amount")
                        .may("Account")
                        .ignoring("Code")
                        .in(COMMISSIONS),
                Header.of("Symbol,Report Date,Description,Quantity")
                        .ignoring("Account,Award Date,Vesting Date,Price,Value")
                        .in(GRANTS),
                Header.of("Currency,Date,Description,Amount")
                        .may("Account")
                        .ignoring("Code")
                        .in("Withholding Tax"),
                Header.of("Currency,Settle Date,Description,Amount")
                        .may("Account")
                        .ignoring("Code")
                        .in("Deposits & Withdrawals"),
                Header.of("Currency,Date,Description,Amount")
                        .may("Account")
                        .ignoring("Code")
                        .in("Interest"),
                Header.of("Subtitle,Currency,Date,Description,Amount")
                        .may("Account")
                        .ignoring("Code")
                        .in("Fees"),
                Header.of("Asset Category,Currency,Date/Time,Symbol,Description,Quantity,Trade Price,Amount")
                        .may("Account")
                        .ignoring("Trade Price,Code")
                        .in(TRANSACTION_FEES),
                Header.of("Asset Category,Currency,Date/Time,Description,Quantity,Proceeds,Value,Realized P/L,Code")
                        .may("Account,Report Date")
                        .in("Corporate Actions"),
                Header.of("Asset Category,Currency,Symbol,Date,Type,Direction,Qty,Xfer Price,Market Value,Cash Amount")
                        .may("Account")
                        .ignoring("Xfer Company,Xfer Account,Realized P/L,Code")
                        .in("Transfers"),
                Header.of("Asset Category,Symbol,Description")
                        .ignoring("*")
                        .may("Security ID")
                        .in(INSTRUMENTS));
    }

    @Override
    public boolean reads(String section) {
        return SECTIONS.contains(section);
    }

    @Override
    public RowResult read(Row row) {
        if (row.key("Currency").startsWith("total")
                || row.key("Subtitle").startsWith("total")
                || (row.section().equals(GRANTS) && row.key("Symbol").startsWith("total"))
                || row.key("Asset Category").startsWith("total")) {
            return RowResult.without("a sum of the statement");
        }
        return switch (row.section()) {
            case "Trades" -> trade(row);
            case "Dividends", IN_LIEU -> dividend(row);
            case "Withholding Tax" -> new RowResult.Part("a tax");
            case "Deposits & Withdrawals" -> {
                BigDecimal amount = row.decimal("Amount");
                yield RowResult.of(
                        cash(row, amount.signum() < 0 ? Kind.WITHDRAWAL : Kind.DEPOSIT, amount, "Settle Date"));
            }
            case "Interest" -> RowResult.of(cash(row, Kind.INTEREST, row.decimal("Amount"), "Date"));
            case "Fees", COMMISSIONS ->
                RowResult.of(cash(row, Kind.CHARGE, row.decimal("Amount").negate(), "Date"));
            case GRANTS -> RowResult.unsupported("shares that are granted: post them as a bonus when they are yours");
            case TRANSACTION_FEES -> new RowResult.Part("a tax of a trade");
            case "Corporate Actions" -> corporateAction(row);
            case "Transfers" -> transfer(row);
            default -> RowResult.without("data of the statement");
        };
    }

    private static RowResult trade(Row row) {
        String discriminator = row.key("DataDiscriminator");
        if (!Set.of("order", "trade", "execution").contains(discriminator)) {
            return RowResult.without(
                    "a lot or a sum of trades (" + row.find("DataDiscriminator").orElse("") + ")");
        }
        if (isCancelled(row)) {
            return Reversals.part(TRADE);
        }
        String category = row.key("Asset Category");
        if (category.equals("forex")) {
            return exchange(row);
        }
        Optional<SecurityType> type = type(category);
        if (type.isEmpty()) {
            return RowResult.unsupported(
                    "of the category " + row.text("Asset Category") + ", such as options and futures");
        }
        BigDecimal quantity = row.decimal("Quantity");
        BigDecimal price = row.decimal("T. Price");
        Near.checkWorth(row, row.decimal("Proceeds").negate(), quantity, price, "Proceeds");
        Draft draft = new Draft(quantity.signum() < 0 ? Kind.SELL : Kind.BUY, IbkrDates.of(row, "Date/Time"))
                .ticker(row.text("Symbol"))
                .security(type.get())
                .volume(quantity)
                .price(price, row.text("Currency"));
        row.find("Account").ifPresent(draft::account);
        // What is paid is negative.
        return RowResult.charged(
                draft, row.decimalOrZero("Comm/Fee", "Comm in *").negate(), BigDecimal.ZERO);
    }

    /** One of the codes, which are separated by semicolons. */
    private static boolean isCancelled(Row row) {
        return row.find("Code").stream()
                .flatMap(codes -> Stream.of(codes.split("[;,]", -1)))
                .anyMatch(code -> code.strip().equals("Ca"));
    }

    /** EUR.USD: the quantity is of the first currency, the proceeds are of the second one, and the commission of the account's. */
    private static RowResult exchange(Row row) {
        String[] pair = row.text("Symbol").split("\\.", -1);
        if (pair.length != 2) {
            throw row.wrong("is not a pair of currencies such as EUR.USD", "Symbol");
        }
        BigDecimal quantity = row.decimal("Quantity");
        BigDecimal proceeds = row.decimal("Proceeds");
        Stamp time = IbkrDates.of(row, "Date/Time");
        List<Draft> drafts = new ArrayList<>(
                quantity.signum() > 0
                        ? Exchanges.of(time, proceeds, pair[1], quantity, pair[0])
                        : Exchanges.of(time, quantity, pair[0], proceeds, pair[1]));
        BigDecimal commission = row.decimalOrZero("Comm/Fee", "Comm in *").negate();
        if (commission.signum() != 0) {
            drafts.add(new Draft(Kind.CHARGE, time)
                    .total(commission, row.wildcard("Comm in *").orElse(row.text("Currency"))));
        }
        row.find("Account").ifPresent(name -> drafts.forEach(draft -> draft.account(name)));
        return new RowResult.Booked(drafts);
    }

    private static Optional<SecurityType> type(String category) {
        return switch (category) {
            case "stocks", "equity", "stock" -> Optional.of(SecurityType.STOCK);
            case "mutual funds", "funds" -> Optional.of(SecurityType.FUND);
            case "crypto", "cryptocurrencies" -> Optional.of(SecurityType.CRYPTO);
            default -> Optional.empty();
        };
    }

    private static RowResult dividend(Row row) {
        BigDecimal amount = row.decimal("Amount");
        if (amount.signum() < 0) {
            return Reversals.dividend();
        }
        Matcher security = SECURITY.matcher(row.text("Description"));
        if (!security.find()) {
            throw row.wrong("does not begin with a security such as ABC(US5949181045)", "Description");
        }
        boolean capital = row.key("Description").endsWith("(return of capital)");
        return RowResult.of(cash(row, capital ? Kind.RETURN_OF_CAPITAL : Kind.DIVIDEND, amount, "Date")
                .ticker(security.group(1))
                .isin(Optional.of(security.group(2))));
    }

    private static Draft cash(Row row, Kind kind, BigDecimal amount, String date) {
        Draft draft = new Draft(kind, IbkrDates.of(row, date)).total(amount, row.text("Currency"));
        row.find("Account").ifPresent(draft::account);
        return draft;
    }

    private static RowResult corporateAction(Row row) {
        String text = row.text("Description");
        if (isCancelled(row)) {
            return Reversals.part(ACTION);
        }
        if (!text.toUpperCase(Locale.ROOT).contains("SPLIT")) {
            return RowResult.unsupported("a corporate action: " + text);
        }
        Matcher security = SECURITY.matcher(text);
        Optional<Ratio> ratio = Ratio.in(text);
        if (ratio.isEmpty() || !security.find()) {
            return RowResult.unsupported("a split whose ratio is not in the text");
        }
        if (row.decimal("Quantity").signum() < 0) {
            return RowResult.without("the old units of a split");
        }
        Draft split = new Draft(Kind.SPLIT, IbkrDates.of(row, "Date/Time", "Report Date"))
                .ticker(security.group(1).replaceFirst("\\.OLD$", ""))
                .isin(Optional.of(security.group(2)));
        row.find("Account").ifPresent(split::account);
        return RowResult.of(ratio.get().addTo(split));
    }

    private static RowResult transfer(Row row) {
        boolean in = row.key("Direction").equals("in");
        BigDecimal money = row.decimalOrZero("Cash Amount");
        if (!row.has("Symbol")) {
            return RowResult.of(cash(row, money.signum() < 0 ? Kind.WITHDRAWAL : Kind.DEPOSIT, money, "Date"));
        }
        BigDecimal quantity = row.decimal("Qty");
        BigDecimal price = row.decimalOrZero("Xfer Price");
        if (in && price.signum() == 0) {
            return RowResult.unsupported("a transfer in, whose cost the file does not have: post it as a transfer_in");
        }
        Draft draft = new Draft(in ? Kind.TRANSFER_IN : Kind.TRANSFER_OUT, IbkrDates.of(row, "Date"))
                .ticker(row.text("Symbol"))
                .volume(quantity);
        row.find("Account").ifPresent(draft::account);
        return RowResult.of(in ? draft.total(quantity.multiply(price), row.text("Currency")) : draft);
    }

    @Override
    public void join(List<ReadRow> rows) {
        onlyExecutions(rows);
        instruments(rows);
        cancellations(rows);
        transactionFees(rows);
        Reversals.ofDividends(
                        row -> row.section() + " " + row.key("Account") + " " + row.key("Currency") + " "
                                + security(row),
                        row -> row.decimalOrZero("Amount"),
                        row -> IbkrDates.of(row, "Date"))
                .join(rows);
        Taxes.join(rows, IbkrActivity::dividendKey, row -> row.decimal("Amount").negate());
        for (ReadRow row : rows) {
            if (row.isPart()) {
                leftOver(row);
            }
        }
    }

    private static void leftOver(ReadRow part) {
        Row row = part.row();
        String date = row.section().equals(TRANSACTION_FEES) ? "Date/Time" : "Date";
        part.result(RowResult.of(cash(row, Kind.CHARGE, row.decimal("Amount").negate(), date)));
    }

    /** The row that is cancelled has the same time, and as many units of the other sign. */
    private static void cancellations(List<ReadRow> rows) {
        Function<Row, Stamp> time = row -> IbkrDates.of(row, "Date/Time", "Report Date");
        Function<Row, BigDecimal> units = row -> row.decimalOrZero("Quantity");
        new Reversals(
                        row -> row.section() + " " + row.key("Account") + " " + row.key("Symbol") + " "
                                + row.key("T. Price"),
                        units,
                        time,
                        TRADE)
                .join(rows);
        new Reversals(
                        row -> row.section() + " " + row.key("Account") + " " + row.key("Description"),
                        units,
                        time,
                        ACTION)
                .join(rows);
    }

    /**
     * The taxes of a trade stand apart, and its commission has them in it. Those of a day, which have no trade of their time, are money
     * of their own.
     */
    private static void transactionFees(List<ReadRow> rows) {
        Map<String, ReadRow> trades = new HashMap<>();
        for (ReadRow row : rows) {
            if (row.row().section().equals("Trades")
                    && row.drafts().stream().anyMatch(draft -> !draft.key().isEmpty())) {
                trades.putIfAbsent(timeKey(row.row()), row);
            }
        }
        for (ReadRow row : rows) {
            ReadRow trade = row.isPart() && row.row().section().equals(TRANSACTION_FEES)
                    ? trades.get(timeKey(row.row()))
                    : null;
            if (trade != null) {
                Draft draft = trade.drafts().getFirst();
                BigDecimal tax = row.row().decimal("Amount").negate();
                boolean isWithin = draft.fees().compareTo(tax) >= 0;
                if (draft.taxes().add(tax).signum() >= 0) {
                    draft.signedCharges(isWithin ? tax.negate() : BigDecimal.ZERO, tax);
                    row.joinTo(trade);
                }
            }
        }
    }

    private static String timeKey(Row row) {
        return row.key("Account") + " " + row.key("Symbol") + " " + row.key("Currency") + " " + row.key("Date/Time");
    }

    private static String security(Row row) {
        Matcher security = SECURITY.matcher(row.find("Description").orElse(""));
        return security.find() ? security.group(1) : "";
    }

    /** A statement can have orders and their executions: both are the same volume. */
    private static void onlyExecutions(List<ReadRow> rows) {
        boolean hasExecutions = rows.stream()
                .anyMatch(row -> isOfTrade(row)
                        && Set.of("trade", "execution").contains(row.row().key("DataDiscriminator")));
        for (ReadRow row : rows) {
            if (hasExecutions
                    && isOfTrade(row)
                    && row.row().key("DataDiscriminator").equals("order")) {
                row.result(RowResult.without("an order, whose executions have rows of their own"));
            }
        }
    }

    private static boolean isOfTrade(ReadRow row) {
        return !row.drafts().isEmpty() || row.isPart();
    }

    private static void instruments(List<ReadRow> rows) {
        Map<String, String> isins = new HashMap<>();
        for (ReadRow row : rows) {
            if (row.row().section().equals(INSTRUMENTS)) {
                row.row()
                        .find("Security ID")
                        .filter(id -> id.matches("[A-Z]{2}[A-Z0-9]{9}[0-9]"))
                        .ifPresent(isin -> isins.put(row.row().key("Symbol"), isin));
            }
        }
        for (ReadRow row : rows) {
            for (Draft draft : row.drafts()) {
                if (row.row().section().equals("Trades")
                        && draft.isin().isEmpty()
                        && !draft.key().isEmpty()) {
                    draft.isin(Optional.ofNullable(isins.get(row.row().key("Symbol"))));
                }
            }
        }
    }

    private static Optional<String> dividendKey(Row row) {
        if (!Set.of("Dividends", IN_LIEU, "Withholding Tax").contains(row.section())) {
            return Optional.empty();
        }
        String security = security(row);
        return security.isEmpty()
                ? Optional.empty()
                : Optional.of(row.key("Account") + "/" + security + " " + row.text("Date"));
    }
}
