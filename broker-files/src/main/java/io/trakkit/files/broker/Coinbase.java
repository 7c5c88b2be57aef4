package io.trakkit.files.broker;

import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.files.join.FeeInTotal;
import io.trakkit.files.preset.Dates;
import io.trakkit.files.preset.Draft;
import io.trakkit.files.preset.Header;
import io.trakkit.files.preset.Kind;
import io.trakkit.files.preset.Preset;
import io.trakkit.files.preset.ReadRow;
import io.trakkit.files.preset.Row;
import io.trakkit.files.preset.RowResult;
import io.trakkit.files.preset.Stamp;
import io.trakkit.files.preset.Traits;
import io.trakkit.files.preset.Unit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Coinbase, transactions. An asset that is a currency is money. The price of a coin is the subtotal for each: the
 * stated price can be that of the market.
 */
public final class Coinbase implements Preset {

    private static final String TYPE = "Transaction Type";
    private static final String QUANTITY = "Quantity Transacted";
    private static final String[] CURRENCY = {"Price Currency", "Spot Price Currency"};
    private static final String[] TOTAL = {"Total (inclusive of fees and/or spread)", "Total (inclusive of fees)"};
    private static final String[] FEES = {"Fees and/or Spread", "Fees"};

    private static final String SIDE = "one side of a conversion";
    private static final BigDecimal CENT = new BigDecimal("0.01");

    private static final Pattern CONVERTED =
            Pattern.compile("Converted ([0-9.,]+) ([A-Z0-9]+) to ([0-9.,]+) ([A-Z0-9]+)");
    private static final Dates DATES = Dates.of("uuuu-MM-dd HH:mm:ss*X").or(Dates.ISO);

    private static final Set<String> REWARDS = Set.of(
            "staking income",
            "reward income",
            "rewards income",
            "inflation reward",
            "learning reward",
            "coinbase earn",
            "interest payout",
            "incentives rewards payout",
            "incentives income",
            "credit card reward",
            "retail simple price improvement");

    @Override
    public String name() {
        return "coinbase";
    }

    @Override
    public String title() {
        return "Coinbase";
    }

    @Override
    public Traits traits() {
        return Traits.TABLE.withNewestFirst();
    }

    @Override
    public List<Header> headers() {
        String common = "Timestamp,Transaction Type,Asset,Quantity Transacted,Subtotal,Notes";
        String ignored = "Price at Transaction,Spot Price at Transaction,Sender Address,Recipient Address";
        return List.of(
                Header.of("ID," + common + ",Price Currency,Price at Transaction," + TOTAL[0] + "," + FEES[0])
                        .ignoring(ignored),
                Header.of(common + ",Spot Price Currency,Spot Price at Transaction," + TOTAL[0] + "," + FEES[0])
                        .ignoring(ignored),
                Header.of(common + ",Spot Price Currency,Spot Price at Transaction," + TOTAL[1] + "," + FEES[1])
                        .ignoring(ignored));
    }

    @Override
    public RowResult read(Row row) {
        String type = row.key(TYPE);
        if (REWARDS.contains(type)) {
            return isMoney(row)
                    ? money(row, Kind.INTEREST)
                    : RowResult.of(coin(row, Kind.BONUS).volume(row.decimal(QUANTITY)));
        }
        return switch (type) {
            case "buy", "advance trade buy", "advanced trade buy" -> trade(row, Kind.BUY);
            case "sell", "advance trade sell", "advanced trade sell", "retail simple dust" -> trade(row, Kind.SELL);
            case "convert" -> convert(row);
            case "deposit", "exchange withdrawal", "pro withdrawal", "receive" ->
                isMoney(row)
                        ? money(row, Kind.DEPOSIT)
                        : RowResult.unsupported(
                                "coins that come in, whose cost the file does not have: post a transfer_in");
            case "withdrawal", "exchange deposit", "pro deposit", "prime deposit", "send", "donation" ->
                isMoney(row)
                        ? money(row, Kind.WITHDRAWAL)
                        : RowResult.of(coin(row, Kind.TRANSFER_OUT).volume(row.decimal(QUANTITY)));
            case "subscription" -> isMoney(row) ? money(row, Kind.CHARGE) : inCoins(row);
            case "card spend",
                    "card buy back",
                    "admin debit",
                    "subscription rebate",
                    "subscription rebates (24 hours)" -> inCoins(row);
            case "wrap asset", "derivatives settlement", "retail mgx dex buy", "retail mgx dex send", "credit" ->
                RowResult.unsupported("a conversion or a payment in coins: " + row.text(TYPE));
            // Each coin becomes another one, which has a row of its own, and neither row says what it cost.
            case "retail eth2 deprecation", "asset migration" ->
                RowResult.unsupported("coins that become others: post a transfer_out and a transfer_in");
            case "retail staking transfer",
                    "retail unstaking transfer",
                    "staking transfer",
                    "unstaking transfer",
                    "cash to savings",
                    "savings to cash",
                    "transfer",
                    "vault withdrawal" -> RowResult.without("a move within Coinbase");
            default -> throw row.wrong("is not a known type", TYPE);
        };
    }

    private static RowResult inCoins(Row row) {
        return RowResult.unsupported("a payment in coins: " + row.text(TYPE));
    }

    private static boolean isMoney(Row row) {
        return isCurrency(row.text("Asset"));
    }

    private static RowResult trade(Row row, Kind kind) {
        String priced = row.text(CURRENCY);
        if (!isCurrency(priced)) {
            return RowResult.unsupported("a trade that is priced in " + priced + ", which is no currency");
        }
        if (isMoney(row)) {
            return RowResult.unsupported("a conversion of money that has one side only: " + row.text("Asset"));
        }
        // Sells are below zero in newer files, and not in older ones.
        BigDecimal subtotal = row.decimal("Subtotal").abs();
        BigDecimal fee = row.has(TOTAL) ? fee(row, kind, subtotal) : row.decimalOrZero(FEES);
        return RowResult.charged(
                coin(row, kind).volume(row.decimal(QUANTITY)).gross(subtotal).currency(priced), fee, BigDecimal.ZERO);
    }

    /** What the total has beside the subtotal. Both are rounded: where they agree with the stated fee to a cent, that one counts. */
    private static BigDecimal fee(Row row, Kind kind, BigDecimal subtotal) {
        BigDecimal rest = FeeInTotal.rest(kind, subtotal, row.decimal(TOTAL).abs());
        BigDecimal stated = row.decimalOrZero(FEES);
        if (stated.signum() >= 0 && rest.subtract(stated).abs().compareTo(CENT) <= 0) {
            return stated;
        }
        if (rest.signum() < 0) {
            throw row.wrong(
                    "is on the wrong side of the subtotal of " + row.text("Subtotal") + " for a "
                            + (kind == Kind.BUY ? "buy" : "sell"),
                    TOTAL);
        }
        return rest;
    }

    private static boolean isCurrency(String code) {
        try {
            Unit.of(code);
            return true;
        } catch (InvalidValueException _) {
            return false;
        }
    }

    /** One row is the whole conversion, or each asset has one. The row of the asset that is bought, or one without notes, is a side. */
    private static RowResult convert(Row row) {
        Optional<Conversion> notes = Conversion.of(row);
        return notes.isPresent()
                        && row.text("Asset").equalsIgnoreCase(notes.get().from())
                ? convert(row, notes.get(), row.decimalOrZero(FEES))
                : new RowResult.Part(SIDE);
    }

    /** One asset is sold for another: what the second costs is what the first brings. */
    private static RowResult convert(Row row, Conversion conversion, BigDecimal fee) {
        BigDecimal sold = conversion.sold();
        BigDecimal bought = conversion.bought();
        Draft sell = coin(row, Kind.SELL).ticker(conversion.from()).volume(sold);
        Draft buy = coin(row, Kind.BUY).ticker(conversion.into()).volume(bought);
        boolean paysMoney = isCurrency(conversion.from());
        boolean bringsMoney = isCurrency(conversion.into());
        if (paysMoney && bringsMoney) {
            List<Draft> sides = Exchanges.of(time(row), sold, conversion.from(), bought, conversion.into());
            sides.forEach(side -> identified(row, side));
            return new RowResult.Booked(sides);
        }
        String currency = row.text(CURRENCY);
        // In money that is not that of the row, the fee is a part of what is paid or received.
        if (paysMoney) {
            BigDecimal own = conversion.from().equals(currency) ? fee : BigDecimal.ZERO;
            return RowResult.of(buy.gross(sold.subtract(own)).fee(own).currency(conversion.from()));
        }
        if (bringsMoney) {
            BigDecimal own = conversion.into().equals(currency) ? fee : BigDecimal.ZERO;
            return RowResult.of(sell.gross(bought.add(own)).fee(own).currency(conversion.into()));
        }
        if (!isCurrency(currency)) {
            return RowResult.unsupported("a conversion that is priced in " + currency);
        }
        BigDecimal worth = row.decimal("Subtotal").abs();
        return RowResult.of(
                sell.gross(worth).fee(fee).currency(currency),
                buy.gross(worth.subtract(fee)).currency(currency));
    }

    @Override
    public void join(List<ReadRow> rows) {
        for (ReadRow side : rows) {
            if (!side.isPart()) {
                continue;
            }
            Optional<ReadRow> other = rows.stream()
                    .filter(row -> row != side && areSides(row.row(), side.row()))
                    .filter(row -> row.isPart() || !row.drafts().isEmpty())
                    .findFirst();
            if (other.isPresent() && !other.get().isPart()) {
                side.joinTo(other.get());
            } else if (other.isPresent()) {
                boolean isSold = side.row().decimal(QUANTITY).signum() < 0;
                join(isSold ? side : other.get(), isSold ? other.get() : side);
            } else {
                alone(side);
            }
        }
    }

    private static boolean areSides(Row one, Row other) {
        boolean isOfOneId = one.has("ID") && one.find("ID").equals(other.find("ID"));
        return one.key(TYPE).equals(other.key(TYPE))
                && (isOfOneId || one.find("Notes").equals(other.find("Notes")))
                && one.text("Timestamp").equals(other.text("Timestamp"))
                && !one.key("Asset").equals(other.key("Asset"))
                && one.decimal(QUANTITY).signum() != other.decimal(QUANTITY).signum();
    }

    private static void join(ReadRow sold, ReadRow bought) {
        Row out = sold.row();
        Row in = bought.row();
        Conversion conversion = new Conversion(
                out.decimal(QUANTITY).abs(),
                out.text("Asset"),
                in.decimal(QUANTITY).abs(),
                in.text("Asset"));
        sold.result(convert(out, conversion, out.decimalOrZero(FEES).add(in.decimalOrZero(FEES))));
        bought.joinTo(sold);
    }

    private static void alone(ReadRow side) {
        Row row = side.row();
        side.result(Conversion.of(row)
                .filter(notes -> row.text("Asset").equalsIgnoreCase(notes.into()))
                .map(notes -> convert(row, notes, row.decimalOrZero(FEES)))
                .orElseGet(() -> new RowResult.Wrong(
                        "Notes", row.find("Notes").orElse(""), "does not say what was converted to what")));
    }

    /** What the notes of a row say. */
    private record Conversion(BigDecimal sold, String from, BigDecimal bought, String into) {

        static Optional<Conversion> of(Row row) {
            Matcher notes = CONVERTED.matcher(row.find("Notes").orElse(""));
            return notes.find()
                    ? Optional.of(new Conversion(
                            row.number(notes.group(1), "Notes"),
                            notes.group(2),
                            row.number(notes.group(3), "Notes"),
                            notes.group(4)))
                    : Optional.empty();
        }
    }

    /** What is paid is below zero in newer files, and not in older ones; what comes back has a type of its own. */
    private static RowResult money(Row row, Kind kind) {
        BigDecimal quantity = row.decimal(QUANTITY);
        return RowResult.of(identified(
                row,
                new Draft(kind, time(row)).total(kind == Kind.CHARGE ? quantity.abs() : quantity, row.text("Asset"))));
    }

    private static Draft coin(Row row, Kind kind) {
        return identified(
                row, new Draft(kind, time(row)).ticker(row.text("Asset")).security(SecurityType.CRYPTO));
    }

    private static Draft identified(Row row, Draft draft) {
        row.find("ID").ifPresent(draft::id);
        return draft;
    }

    private static Stamp time(Row row) {
        return row.timeOf(DATES, row.text("Timestamp").replace(" UTC", "Z"), "Timestamp");
    }
}
