package io.trakkit.files.broker;

import io.trakkit.domain.trade.SecurityType;
import io.trakkit.files.join.Ratio;
import io.trakkit.files.join.Reversals;
import io.trakkit.files.preset.Dates;
import io.trakkit.files.preset.Draft;
import io.trakkit.files.preset.Header;
import io.trakkit.files.preset.Kind;
import io.trakkit.files.preset.Preset;
import io.trakkit.files.preset.ReadRow;
import io.trakkit.files.preset.Row;
import io.trakkit.files.preset.RowResult;
import io.trakkit.files.preset.Stamp;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * eToro, the sheet "Account Activity" of the account statement. Money is in dollars, the price of a unit is the amount for each of
 * them. A position id is of all rows of a position.
 */
public final class Etoro implements Preset {

    private static final String USD = "USD";
    private static final String[] UNITS = {"Units", "Units / Contracts"};
    private static final Dates DATES =
            Dates.of("dd/MM/uuuu HH:mm:ss", "uuuu-MM-dd'T'HH:mm:ss*", "uuuu-MM-dd'T'HH:mm", "uuuu-MM-dd");

    private static final Pattern LEVERAGE = Pattern.compile("\\bx[0-9]+\\b");

    /** What eToro has as contracts for difference only. */
    private static final Pattern ONLY_CONTRACTS =
            Pattern.compile("currenc(y|ies)|forex|commodit(y|ies)|ind(ex|ices|exes)|futures?");

    private static final Pattern CHARGE = Pattern.compile(
            "(.* )?(fee|fees|sdrt|commission|stamp duty|tax)( charged)?|rollover fee.*|overnight fee.*");
    private static final Pattern NO_EFFECT = Pattern.compile(
            "edit (stop loss|take profit).*|(start|stop|pause|resume) copy.*|.*balance to mirror|mirror balance.*|detach.*");

    @Override
    public String name() {
        return "etoro";
    }

    @Override
    public String title() {
        return "eToro (account activity)";
    }

    @Override
    public List<Header> headers() {
        return List.of(
                Header.of("Date,Type,Details,Amount,Realized Equity Change,Realized Equity,Balance,Position ID,NWA")
                        .may("Units,Units / Contracts,Asset type,Realized Equity Change")
                        .ignoring("Realized Equity,Balance,NWA"));
    }

    @Override
    public RowResult read(Row row) {
        String type = row.key("Type");
        if (type.startsWith("corp action")) {
            return corporateAction(row);
        }
        if (row.key("Details").startsWith("payment caused by dividend")) {
            return RowResult.unsupported("a dividend whose security the row does not name: post it as a dividend");
        }
        if (CHARGE.matcher(type).matches() || type.endsWith("refund")) {
            return charge(row, cost(row));
        }
        if (NO_EFFECT.matcher(type).matches()) {
            return RowResult.without("a change that moves nothing: " + row.text("Type"));
        }
        return switch (type) {
            case "open position" -> trade(row, Kind.BUY);
            case "position closed" -> trade(row, Kind.SELL);
            case "dividend" -> dividend(row);
            case "interest payment", "interest" -> cash(row, Kind.INTEREST, amount(row));
            case "deposit" -> cash(row, amount(row).signum() < 0 ? Kind.WITHDRAWAL : Kind.DEPOSIT, amount(row));
            case "withdraw request" -> cash(row, Kind.WITHDRAWAL, amount(row));
            case "withdraw request cancelled", "withdraw request canceled" -> Reversals.part("a withdrawal");
            case "staking", "staking reward" ->
                row.has(UNITS)
                        ? RowResult.of(security(row, Kind.BONUS).volume(row.decimal(UNITS)))
                        : RowResult.unsupported("a reward in coins, whose number the file does not have");
            case "conversion" -> RowResult.unsupported("a conversion of money: the balance of each currency lacks it");
            default -> throw row.wrong("is not a known type", "Type");
        };
    }

    private static RowResult trade(Row row, Kind kind) {
        Optional<String> refusal = refusal(row);
        if (refusal.isPresent()) {
            return RowResult.unsupported(refusal.get());
        }
        if (amount(row).signum() < 0) {
            throw row.wrong("is less than zero for a position without leverage", "Amount");
        }
        return RowResult.of(security(row, kind)
                .volume(row.decimal(UNITS))
                .gross(amount(row))
                .currency(USD));
    }

    private static Optional<String> refusal(Row row) {
        String asset = row.key("Asset type");
        if (asset.contains("cfd") || LEVERAGE.matcher(row.key("Details")).find()) {
            return Optional.of("a contract for difference, or a position with leverage");
        }
        if (ONLY_CONTRACTS.matcher(asset).matches()) {
            return Optional.of("a contract for difference: of " + asset);
        }
        if (asset.isEmpty()) {
            return Optional.of("a position, and the file does not say whether of shares: export the file again");
        }
        return row.has(UNITS) ? Optional.empty() : Optional.of("a position whose units the file does not have");
    }

    private static RowResult dividend(Row row) {
        String asset = row.key("Asset type");
        if (asset.contains("cfd") || ONLY_CONTRACTS.matcher(asset).matches()) {
            return cash(row, Kind.INTEREST, amount(row));
        }
        return amount(row).signum() < 0
                ? Reversals.dividend()
                : RowResult.of(security(row, Kind.DIVIDEND).total(amount(row), USD));
    }

    /** What is charged for a position at its opening or closing belongs to that trade. */
    private static RowResult charge(Row row, BigDecimal money) {
        if (money.signum() == 0) {
            return RowResult.without("a charge of 0");
        }
        return isOfTrade(row) && money.signum() > 0
                ? new RowResult.Part("a charge of position " + row.text("Position ID"))
                : cash(row, Kind.CHARGE, money);
    }

    /** The change of the equity says whether it was paid or came back; without one the type does. */
    private static BigDecimal cost(Row row) {
        BigDecimal money = amount(row).abs();
        int change = row.decimalOrZero("Realized Equity Change").signum();
        boolean cameBack = change == 0 ? row.key("Type").endsWith("refund") : change > 0;
        return cameBack ? money.negate() : money;
    }

    private static boolean isOfTrade(Row row) {
        return row.has("Position ID") && (isTax(row) || row.key("Type").matches("commission|fee"));
    }

    private static boolean isTax(Row row) {
        return row.key("Type").matches("sdrt|stamp duty");
    }

    private static RowResult corporateAction(Row row) {
        boolean isSplit = row.key("Type").contains("split");
        Optional<Ratio> ratio = Ratio.in(row.find("Details").orElse(""));
        return isSplit && ratio.isPresent()
                ? new RowResult.Part("a split")
                : RowResult.unsupported("a corporate action: " + row.text("Type"));
    }

    private static Draft security(Row row, Kind kind) {
        String details = row.text("Details");
        int slash = details.indexOf('/');
        SecurityType type = switch (row.key("Asset type")) {
            case "crypto", "cryptocurrencies", "crypto asset", "crypto assets" -> SecurityType.CRYPTO;
            case "etf", "etfs" -> SecurityType.ETF;
            default -> SecurityType.STOCK;
        };
        Draft draft = new Draft(kind, time(row))
                .ticker(slash < 0 ? details : details.substring(0, slash))
                .security(type);
        row.find("Position ID").ifPresent(draft::order);
        return draft;
    }

    private static RowResult cash(Row row, Kind kind, BigDecimal money) {
        if (money.signum() == 0) {
            return RowResult.without("a row without money");
        }
        Draft draft = new Draft(kind, time(row)).total(money, USD);
        row.find("Position ID").ifPresent(draft::order);
        return RowResult.of(draft);
    }

    private static Stamp time(Row row) {
        return row.time(DATES, "Date");
    }

    private static BigDecimal amount(Row row) {
        return row.decimal("Amount");
    }

    @Override
    public void join(List<ReadRow> rows) {
        Reversals.ofDividends(row -> row.key("Type") + " " + row.key("Position ID"), Etoro::amount, Etoro::time)
                .join(rows);
        new Reversals(
                        row -> row.key("Type").startsWith("withdraw request") ? "withdrawal" : "",
                        row -> row.key("Type").equals("withdraw request")
                                ? amount(row).abs().negate()
                                : amount(row).abs(),
                        Etoro::time,
                        "a withdrawal")
                .join(rows);
        charges(rows);
        splits(rows);
    }

    private static void charges(List<ReadRow> rows) {
        Map<String, ReadRow> trades = new HashMap<>();
        for (ReadRow row : rows) {
            if (row.drafts().stream().anyMatch(draft -> draft.kind() == Kind.BUY || draft.kind() == Kind.SELL)) {
                trades.putIfAbsent(tradeKey(row.row()), row);
            }
        }
        for (ReadRow row : rows) {
            if (!row.isPart() || !isOfTrade(row.row())) {
                continue;
            }
            BigDecimal money = cost(row.row());
            ReadRow trade = trades.get(tradeKey(row.row()));
            if (trade == null) {
                row.result(cash(row.row(), Kind.CHARGE, money));
            } else {
                Draft draft = trade.drafts().getFirst();
                if (isTax(row.row())) {
                    draft.tax(money);
                } else {
                    draft.fee(money);
                }
                row.joinTo(trade);
            }
        }
    }

    private static String tradeKey(Row row) {
        return row.key("Position ID") + " " + time(row).day();
    }

    /** Each position has a row for the same split. */
    private static void splits(List<ReadRow> rows) {
        Map<String, ReadRow> first = new HashMap<>();
        for (ReadRow row : rows) {
            if (!row.isPart()) {
                continue;
            }
            Draft split = new Draft(Kind.SPLIT, new Stamp.Day(time(row.row()).day())).ticker(symbol(row.row()));
            ReadRow before = first.putIfAbsent(split.key() + " " + split.stamp(), row);
            if (before == null) {
                Ratio.in(row.row().text("Details")).ifPresent(ratio -> row.result(RowResult.of(ratio.addTo(split))));
            } else {
                row.joinTo(before);
            }
        }
    }

    private static String symbol(Row row) {
        return row.text("Details").split("[/ ]", 2)[0];
    }
}
