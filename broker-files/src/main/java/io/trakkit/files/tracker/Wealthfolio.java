package io.trakkit.files.tracker;

import io.trakkit.domain.trade.SecurityType;
import io.trakkit.files.join.Reversals;
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
import io.trakkit.files.preset.Unit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Wealthfolio, activities as CSV. The money of an activity is its amount or, without one, quantity times price. It is not documented
 * which way its rate leads, so that none is taken.
 */
public final class Wealthfolio implements Preset {

    private static final String[] TYPE = {"activityType", "type"};
    private static final String[] PRICE = {"unitPrice", "unit_price"};
    private static final String CASH = "$CASH";

    @Override
    public String name() {
        return "wealthfolio";
    }

    @Override
    public String title() {
        return "Wealthfolio (CSV)";
    }

    @Override
    public List<Header> headers() {
        String may = "fee,amount,instrumentType,subtype";
        String ignored = "comment,fxRate";
        return List.of(
                Header.of("date,symbol,quantity,activityType,unitPrice,currency")
                        .may(may)
                        .ignoring(ignored),
                Header.of("date,type,symbol,quantity,unit_price,currency")
                        .may(may)
                        .ignoring(ignored));
    }

    @Override
    public RowResult read(Row row) {
        String instrument = row.key("instrumentType");
        if (instrument.equals("option") || instrument.equals("future") || instrument.equals("fx")) {
            return RowResult.unsupported(
                    "of the type " + row.text("instrumentType") + ", such as options and currencies");
        }
        return switch (row.key(TYPE)) {
            case "buy" -> RowResult.of(trade(row, Kind.BUY));
            case "sell" -> RowResult.of(trade(row, Kind.SELL));
            case "dividend" -> dividend(row);
            case "interest" -> interest(row);
            case "split" -> RowResult.of(security(row, Kind.SPLIT).ratio(splitRatio(row), BigDecimal.ONE));
            case "deposit" -> cash(row, Kind.DEPOSIT, money(row));
            case "withdrawal" -> cash(row, Kind.WITHDRAWAL, money(row));
            case "fee" -> cash(row, Kind.CHARGE, row.has("amount") || !row.has("fee") ? money(row) : fee(row));
            case "tax" -> cash(row, Kind.CHARGE, money(row));
            case "credit" -> credit(row);
            case "transfer in", "add holding" -> transferIn(row);
            case "transfer out", "remove holding" ->
                isCash(row)
                        ? cash(row, Kind.WITHDRAWAL, money(row))
                        : RowResult.of(security(row, Kind.TRANSFER_OUT).volume(row.decimal("quantity")));
            case "conversion in", "conversion out" ->
                RowResult.unsupported("a conversion of money: the balance of each currency lacks it");
            case "adjustment", "unknown" -> RowResult.unsupported("an adjustment, whose effect the file does not have");
            default -> throw row.wrong("is not a known type", TYPE);
        };
    }

    private static Draft trade(Row row, Kind kind) {
        Unit unit = row.unit("currency");
        Draft draft = security(row, kind)
                .volume(row.decimal("quantity"))
                .price(unit.whole(row.decimal(PRICE)))
                .currency(unit.currency().value());
        // Fees and amounts have no sign; one that is typed says that it was paid.
        BigDecimal fee = fee(row);
        BigDecimal worth = draft.volume().orElseThrow().multiply(draft.price().orElseThrow());
        // Some totals are with the fee, some without.
        row.findDecimal("amount")
                .map(unit::whole)
                .map(BigDecimal::abs)
                .filter(amount -> amount.signum() > 0 && !Near.agree(amount, worth))
                .ifPresent(amount -> Near.check(
                        row,
                        amount,
                        kind == Kind.BUY ? worth.add(fee) : worth.subtract(fee),
                        "quantity times price and fee",
                        "amount"));
        return draft.fee(fee);
    }

    /** With the subtype DRIP units are bought for it. */
    private static RowResult dividend(Row row) {
        if (row.key("subtype").equals("dividend in kind")) {
            return RowResult.unsupported("a dividend in units of a security");
        }
        BigDecimal money = money(row);
        if (money.signum() < 0) {
            return Reversals.dividend();
        }
        String code = row.unit("currency").currency().value();
        Draft dividend = security(row, Kind.DIVIDEND).total(money).currency(code);
        return row.key("subtype").equals("drip")
                ? RowResult.of(dividend, trade(row, Kind.BUY))
                : RowResult.of(dividend);
    }

    @Override
    public void join(List<ReadRow> rows) {
        Reversals.ofDividends(
                        row -> row.key(TYPE) + " " + row.key("symbol") + " " + row.key("currency"),
                        row -> row.key(TYPE).equals("dividend") ? money(row) : BigDecimal.ZERO,
                        Wealthfolio::time)
                .join(rows);
    }

    private static RowResult interest(Row row) {
        return row.key("subtype").equals("staking reward") && !isCash(row)
                ? RowResult.of(security(row, Kind.BONUS).volume(row.decimal("quantity")))
                : cash(row, Kind.INTEREST, money(row));
    }

    /** In the quantity or in the amount, by version: the number of new units for one old. */
    private static BigDecimal splitRatio(Row row) {
        return row.findDecimal("amount").filter(ratio -> ratio.signum() > 0).orElseGet(() -> row.decimal("quantity"));
    }

    private static RowResult credit(Row row) {
        return switch (row.key("subtype")) {
            case "rebate", "refund" -> cash(row, Kind.CHARGE, money(row).negate());
            default -> cash(row, Kind.DEPOSIT, money(row));
        };
    }

    private static RowResult transferIn(Row row) {
        if (isCash(row)) {
            return cash(row, Kind.DEPOSIT, money(row));
        }
        BigDecimal cost = row.decimal("quantity").multiply(row.unit("currency").whole(row.decimalOrZero(PRICE)));
        return cost.signum() == 0
                ? RowResult.unsupported("units that come in, whose cost the file does not have: post a transfer_in")
                : RowResult.of(security(row, Kind.TRANSFER_IN)
                        .volume(row.decimal("quantity"))
                        .total(cost)
                        .currency(row.unit("currency").currency().value()));
    }

    private static boolean isCash(Row row) {
        String symbol = row.find("symbol").orElse(CASH);
        return symbol.startsWith(CASH) || symbol.startsWith("CASH:");
    }

    private static BigDecimal money(Row row) {
        Unit unit = row.unit("currency");
        Optional<BigDecimal> amount = row.findDecimal("amount").filter(money -> money.signum() != 0);
        return unit.whole(amount.orElseGet(() -> row.decimal("quantity").multiply(row.decimal(PRICE))));
    }

    private static BigDecimal fee(Row row) {
        return row.unit("currency").whole(row.decimalOrZero("fee").abs());
    }

    private static RowResult cash(Row row, Kind kind, BigDecimal money) {
        return RowResult.of(new Draft(kind, time(row))
                .total(money)
                .currency(row.unit("currency").currency().value()));
    }

    private static Draft security(Row row, Kind kind) {
        SecurityType type = switch (row.key("instrumentType")) {
            case "crypto", "cryptocurrency" -> SecurityType.CRYPTO;
            case "etf" -> SecurityType.ETF;
            case "mutualfund", "fund" -> SecurityType.FUND;
            case "bond" -> SecurityType.BOND;
            default -> SecurityType.STOCK;
        };
        return new Draft(kind, time(row)).ticker(row.text("symbol")).security(type);
    }

    private static Stamp time(Row row) {
        return row.time(Dates.ISO, "date");
    }
}
