package io.trakkit.files.broker;

import io.trakkit.domain.trade.SecurityType;
import io.trakkit.files.join.Reversals;
import io.trakkit.files.join.ReverseSplits;
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
import io.trakkit.files.preset.Traits;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Trade Republic, transaction export. Amounts are in euros and signed as cash; fee and tax stand beside them. */
public final class TradeRepublic implements Preset {

    private static final String UNITS = "the units of a redemption";
    private static final String MONEY = "the money of a redemption";
    private static final String NEEDS =
            "datetime,date,account_type,category,type,asset_class,name,symbol,shares,price,amount,fee,tax,currency,"
                    + "original_amount,original_currency,fx_rate,description,transaction_id";

    @Override
    public String name() {
        return "trade-republic";
    }

    @Override
    public String title() {
        return "Trade Republic";
    }

    @Override
    public Traits traits() {
        return Traits.TABLE.in("Europe/Berlin").joiningTheFile();
    }

    @Override
    public List<Header> headers() {
        return List.of(Header.of(NEEDS)
                .ignoring("name,original_amount,original_currency,fx_rate,description,value_date,"
                        + "counterparty_name,counterparty_iban,payment_reference,mcc_code"));
    }

    @Override
    public RowResult read(Row row) {
        return switch (row.key("category")) {
            case "trading" -> trading(row);
            case "cash" -> cash(row);
            case "corporate action" -> corporateAction(row);
            case "delivery" -> delivery(row);
            default -> throw row.wrong("is not a known category", "category");
        };
    }

    private static RowResult trading(Row row) {
        Kind kind = switch (row.key("type")) {
            case "buy" -> Kind.BUY;
            case "sell" -> Kind.SELL;
            default -> throw row.wrong("is not a known type of trade", "type");
        };
        BigDecimal price = row.decimal("price");
        Draft draft = security(row, kind).volume(row.decimal("shares")).price(price, row.text("currency"));
        BigDecimal amount = row.decimal("amount");
        Near.checkWorth(
                row, kind == Kind.BUY ? amount.negate() : amount, draft.volume().orElseThrow(), price, "amount");
        return charged(row, draft);
    }

    /** What is paid is negative. */
    private static RowResult charged(Row row, Draft draft) {
        return RowResult.charged(
                draft,
                row.decimalOrZero("fee").negate(),
                row.decimalOrZero("tax").negate());
    }

    private static RowResult cash(Row row) {
        String type = row.key("type");
        return switch (type) {
            case "dividend", "distribution", "dividend equivalent payment" -> dividend(row);
            case "interest payment", "coupon payment" -> charged(row, money(row, Kind.INTEREST, row.decimal("amount")));
            case "earnings",
                    "pre determined tax base",
                    "tax optimization",
                    "tax",
                    "sec account",
                    "fee",
                    "card ordering fee",
                    "round up fee",
                    "round up savings fee" -> charge(row);
            case "final maturity", "tilg" -> redemption(row);
            case "customer inpayment",
                    "customer inpayment reversal",
                    "customer inbound",
                    "transfer inbound",
                    "transfer instant inbound",
                    "transfer direct debit inbound",
                    "viban transfer inbound",
                    "general inbound",
                    "benefits saveback",
                    "bonus",
                    "referral",
                    "pea marketing",
                    "customer outbound",
                    "customer outbound request",
                    "transfer instant outbound",
                    "transfer outbound",
                    "viban transfer outbound",
                    "manual cash transfer",
                    "payment",
                    "card transaction",
                    "card transaction international",
                    "transfer in",
                    "transfer out",
                    "gift",
                    "stockperk" -> bySign(row);
            case "private market buy", "private market sell" -> RowResult.unsupported("a trade in a private market");
            default -> throw row.wrong("is not a known type of cash", "type");
        };
    }

    private static RowResult charge(Row row) {
        BigDecimal paid = row.decimalOrZero("amount").add(charges(row)).negate();
        return paid.signum() == 0
                ? RowResult.without("a row without money")
                : RowResult.of(money(row, Kind.CHARGE, paid));
    }

    private static RowResult bySign(Row row) {
        BigDecimal amount = row.decimal("amount");
        BigDecimal charges = charges(row);
        Draft draft = identified(row, Draft.ofCash(time(row), amount, row.text("currency")));
        return charges.signum() == 0
                ? RowResult.of(draft)
                : RowResult.of(draft, money(row, Kind.CHARGE, charges.negate()));
    }

    private static BigDecimal charges(Row row) {
        return row.decimalOrZero("fee").add(row.decimalOrZero("tax"));
    }

    private static RowResult dividend(Row row) {
        BigDecimal amount = row.decimal("amount");
        if (amount.signum() < 0) {
            return Reversals.dividend();
        }
        return charged(row, security(row, Kind.DIVIDEND).total(amount, row.text("currency")));
    }

    private static RowResult corporateAction(Row row) {
        return switch (row.key("type")) {
            case "redemption", "final maturity", "warrant exercise" -> redemption(row);
            case "split" -> {
                BigDecimal added = row.decimal("shares");
                yield added.signum() > 0
                        ? RowResult.of(security(row, Kind.BONUS).volume(added))
                        : new RowResult.Part("a reverse split");
            }
            case "bonus issue" -> {
                BigDecimal added = row.decimal("shares");
                yield added.signum() > 0
                        ? RowResult.of(security(row, Kind.BONUS).volume(added))
                        : RowResult.unsupported("a bonus issue that takes units");
            }
            default -> RowResult.unsupported("a corporate action: " + row.text("type"));
        };
    }

    /** The units leave in one row, and the money comes in another, in some files without the units. */
    private static RowResult redemption(Row row) {
        if (row.decimalOrZero("amount").signum() == 0) {
            return new RowResult.Part(UNITS);
        }
        return row.has("shares") ? redeemed(row, row.decimal("shares")) : new RowResult.Part(MONEY);
    }

    private static RowResult redeemed(Row money, BigDecimal units) {
        return charged(
                money,
                security(money, Kind.SELL)
                        .volume(units)
                        .gross(money.decimal("amount"))
                        .currency(money.text("currency")));
    }

    private static RowResult delivery(Row row) {
        return row.key("type").equals("migration")
                ? RowResult.without("a move between depots of the bank")
                : RowResult.unsupported("a delivery of units, whose cost the file does not have");
    }

    private static Stamp time(Row row) {
        return row.time(Dates.ISO, "datetime", "date");
    }

    private static Draft money(Row row, Kind kind, BigDecimal amount) {
        return identified(row, new Draft(kind, time(row)).total(amount, row.text("currency")));
    }

    private static Draft security(Row row, Kind kind) {
        SecurityType type = switch (row.key("asset class")) {
            case "crypto" -> SecurityType.CRYPTO;
            case "bond" -> SecurityType.BOND;
            case "fund", "etf" -> SecurityType.ETF;
            default -> SecurityType.STOCK;
        };
        Draft draft = new Draft(kind, time(row)).ticker(row.text("symbol")).security(type);
        if (type != SecurityType.CRYPTO) {
            draft.isin(row.find("symbol"));
        }
        return identified(row, draft);
    }

    private static Draft identified(Row row, Draft draft) {
        row.find("transaction_id").ifPresent(draft::id);
        row.find("account_type").ifPresent(draft::account);
        return draft;
    }

    @Override
    public void join(List<ReadRow> rows) {
        Reversals.ofDividends(
                        row -> row.key("category") + " " + row.key("type") + " " + holding(row),
                        row -> row.decimalOrZero("amount"),
                        TradeRepublic::time)
                .join(rows);
        redemptions(rows);
        for (ReadRow row : rows) {
            if (row.isPart()) {
                ReverseSplits.join(
                        row,
                        rows,
                        other -> other.key("type") + " " + holding(other) + " " + other.text("datetime"),
                        other -> other.decimalOrZero("shares"),
                        other -> security(other, Kind.SPLIT));
            }
        }
    }

    private static void redemptions(List<ReadRow> rows) {
        List<ReadRow> paid =
                new ArrayList<>(rows.stream().filter(TradeRepublic::isRedeemed).toList());
        for (ReadRow units : parts(rows, UNITS)) {
            Optional<ReadRow> money = parts(rows, MONEY).stream()
                    .filter(row -> isOfOneSecurity(row, units))
                    .findFirst();
            Optional<ReadRow> whole = paid.stream()
                    .filter(row -> isOfOneSecurity(row, units)
                            && row.drafts()
                                            .getFirst()
                                            .volume()
                                            .orElseThrow()
                                            .compareTo(units.row()
                                                    .decimal("shares")
                                                    .abs())
                                    == 0)
                    .findFirst();
            if (money.isPresent()) {
                money.get().result(redeemed(money.get().row(), units.row().decimal("shares")));
                units.joinTo(money.get());
            } else if (whole.isPresent()) {
                paid.remove(whole.get());
                units.result(RowResult.without("the units of a redemption, whose money has a row of its own"));
            } else {
                units.result(RowResult.unsupported("units that a redemption takes, whose money is not in the file"));
            }
        }
        parts(rows, MONEY)
                .forEach(row -> row.result(
                        RowResult.unsupported("the money of a redemption, whose units are not in the file")));
    }

    private static List<ReadRow> parts(List<ReadRow> rows, String what) {
        return rows.stream()
                .filter(row -> row.result() instanceof RowResult.Part(String text) && text.equals(what))
                .toList();
    }

    private static boolean isRedeemed(ReadRow row) {
        return !row.drafts().isEmpty()
                && row.drafts().getFirst().kind() == Kind.SELL
                && !row.row().key("category").equals("trading");
    }

    private static boolean isOfOneSecurity(ReadRow one, ReadRow other) {
        return holding(one.row()).equals(holding(other.row()));
    }

    private static String holding(Row row) {
        return row.key("account_type") + " " + row.key("symbol");
    }
}
