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
import java.util.List;

/** Trade Republic, transaction export. Amounts are in euros and signed as cash; fee and tax stand beside them. */
public final class TradeRepublic implements Preset {

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
                .ignoring("account_type,name,original_amount,original_currency,fx_rate,description,value_date,"
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
            case "interest payment" -> charged(row, money(row, Kind.INTEREST, row.decimal("amount")));
            case "earnings", "pre determined tax base", "tax optimization", "sec account" ->
                RowResult.of(money(
                        row,
                        Kind.CHARGE,
                        row.decimalOrZero("amount")
                                .add(row.decimalOrZero("tax"))
                                .negate()));
            case "final maturity", "tilg" ->
                charged(
                        row,
                        security(row, Kind.SELL)
                                .volume(row.decimal("shares"))
                                .gross(row.decimal("amount"))
                                .currency(row.text("currency")));
            case "customer inpayment",
                    "customer inbound",
                    "transfer inbound",
                    "transfer instant inbound",
                    "benefits saveback",
                    "bonus",
                    "customer outbound request",
                    "transfer instant outbound",
                    "transfer outbound",
                    "card transaction",
                    "card transaction international",
                    "transfer in",
                    "transfer out",
                    "gift",
                    "stockperk" -> bySign(row);
            case "private market buy" -> RowResult.unsupported("a purchase in a private market");
            default -> throw row.wrong("is not a known type of cash", "type");
        };
    }

    private static RowResult bySign(Row row) {
        BigDecimal amount = row.decimal("amount");
        BigDecimal fee = row.decimalOrZero("fee");
        Draft draft = identified(row, Draft.ofCash(time(row), amount, row.text("currency")));
        return fee.signum() == 0 ? RowResult.of(draft) : RowResult.of(draft, money(row, Kind.CHARGE, fee.negate()));
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
            case "redemption", "final maturity", "warrant exercise" ->
                RowResult.without("the units of a redemption, whose money has a row of its own");
            case "split" -> {
                BigDecimal added = row.decimal("shares");
                yield added.signum() > 0
                        ? RowResult.of(security(row, Kind.BONUS).volume(added))
                        : new RowResult.Part("a reverse split");
            }
            default -> RowResult.unsupported("a corporate action: " + row.text("type"));
        };
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
        return draft;
    }

    @Override
    public void join(List<ReadRow> rows) {
        Reversals.ofDividends(
                        row -> row.key("category") + " " + row.key("type") + " " + row.key("symbol"),
                        row -> row.decimalOrZero("amount"),
                        TradeRepublic::time)
                .join(rows);
        for (ReadRow row : rows) {
            if (row.isPart()) {
                ReverseSplits.join(
                        row,
                        rows,
                        other -> other.key("type") + " " + other.key("symbol") + " " + other.text("datetime"),
                        other -> other.decimalOrZero("shares"),
                        other -> security(other, Kind.SPLIT));
            }
        }
    }
}
