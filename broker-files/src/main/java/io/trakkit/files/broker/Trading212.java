package io.trakkit.files.broker;

import io.trakkit.domain.value.Decimals;
import io.trakkit.files.join.FeeInTotal;
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
 * Trading 212, history as CSV. Prices are in the currency of the security, charges and totals in that of the account; before
 * 2023 the names of columns end with the currency of the account.
 */
public final class Trading212 implements Preset {

    private static final String SHARES = "No. of shares";
    private static final String PRICE = "Price / share";
    private static final String CURRENCY = "Currency (Price / share)";
    private static final String TAX_CURRENCY = "Currency (Withholding tax)";
    private static final String FROM = "Currency conversion from amount";
    private static final String INTO = "Currency conversion to amount";
    private static final List<String> FEES =
            List.of("Transaction fee", "Finra fee", "Currency conversion fee", "Deposit fee", "Charge amount");
    private static final List<String> TAXES =
            List.of("Stamp duty", "Stamp duty reserve tax", "French transaction tax", "PTM levy");

    private static final Dates DATES = Dates.of("uuuu-MM-dd HH:mm:ss*");

    private static final String MAY = "ID,Currency (Price / share),Exchange rate,Total,Total (*),Currency (Total),"
            + "Withholding tax,Currency (Withholding tax),Transaction fee,Transaction fee (*),Currency (Transaction fee),"
            + "Finra fee,Finra fee (*),Currency (Finra fee),Currency conversion fee,Currency conversion fee (*),"
            + "Currency (Currency conversion fee),Deposit fee,Deposit fee (*),Currency (Deposit fee),"
            + "Stamp duty,Stamp duty (*),Currency (Stamp duty),Stamp duty reserve tax,Stamp duty reserve tax (*),"
            + "Currency (Stamp duty reserve tax),French transaction tax,French transaction tax (*),"
            + "Currency (French transaction tax),PTM levy,PTM levy (*),Currency (PTM levy),"
            + "Currency conversion from amount,Currency (Currency conversion from amount),"
            + "Currency conversion to amount,Currency (Currency conversion to amount)";

    private static final String IGNORED =
            "Name,Notes,Result,Result (*),Currency (Result),Charge amount,Charge amount (*),"
                    + "Currency (Charge amount),Merchant name,Merchant category";

    @Override
    public String name() {
        return "trading212";
    }

    @Override
    public String title() {
        return "Trading 212";
    }

    @Override
    public List<Header> headers() {
        return List.of(
                header("Action,Time,ISIN,Ticker,No. of shares,Price / share"),
                header("Action,Time (UTC),ISIN,Ticker,No. of shares,Price / share"));
    }

    private static Header header(String needs) {
        return Header.of(needs).may(MAY).ignoring(IGNORED);
    }

    @Override
    public RowResult read(Row row) {
        String action = row.key("Action");
        Stamp time = row.time(DATES, "Time", "Time (UTC)");
        if (action.endsWith(" buy") || action.equals("equity rights")) {
            return trade(row, Kind.BUY, time);
        }
        if (action.endsWith(" sell")) {
            return isForNothing(row)
                    ? RowResult.unsupported("units that leave for nothing, by a takeover or at the end of a company: "
                            + "post it as what it is")
                    : trade(row, Kind.SELL, time);
        }
        if (action.equals("dividend (interest)")) {
            return RowResult.of(cash(row, Kind.INTEREST, time));
        }
        if (action.contains("return of capital")) {
            return payment(row, Kind.RETURN_OF_CAPITAL, time);
        }
        if (action.equals("dividend (demerger)")) {
            return RowResult.unsupported("a demerger");
        }
        if (action.equals("dividend adjustment") && row.has("Ticker")) {
            return RowResult.unsupported("a dividend that was adjusted: amend the dividend");
        }
        if (action.equals("dividend adjustment") || action.equals("result adjustment")) {
            // Of no security, such as a tax that came back: not the owner's money that comes or leaves.
            return RowResult.of(identified(
                    row, new Draft(Kind.CHARGE, time).total(total(row).negate(), accountCurrency(row))));
        }
        if (action.startsWith("dividend")) {
            return payment(row, Kind.DIVIDEND, time);
        }
        return switch (action) {
            // The sign counts: a deposit that bounces has the other one.
            case "deposit", "withdrawal", "card debit", "card credit", "card refund", "spending cashback" ->
                RowResult.of(identified(row, Draft.ofCash(time, total(row), accountCurrency(row))));
            case "interest on cash", "lending interest" -> RowResult.of(cash(row, Kind.INTEREST, time));
            case "currency conversion" -> exchange(row, time);
            case "stock split close" -> new RowResult.Part("the old units of a split");
            case "stock split open" -> new RowResult.Part("the new units of a split");
            case "stock distribution", "custom stock distribution", "stock dividends", "scrip stock dividends" ->
                RowResult.of(units(row, Kind.BONUS, time));
            case "transfer out" -> RowResult.of(units(row, Kind.TRANSFER_OUT, time));
            case "transfer in" ->
                RowResult.unsupported("a transfer in, whose cost the file does not have: post it as a transfer_in");
            case "spin off" -> RowResult.unsupported("a spin-off");
            case "stock split" -> RowResult.unsupported("a split whose ratio the file does not have");
            default -> throw row.wrong("is not a known action", "Action");
        };
    }

    private static RowResult trade(Row row, Kind kind, Stamp time) {
        Unit unit = row.unit(CURRENCY);
        BigDecimal shares = row.decimal(SHARES);
        BigDecimal price = row.decimal(PRICE);
        Draft draft = security(row, kind, time).volume(shares).price(price, row.text(CURRENCY));
        String account = accountCurrency(row);
        // Of the price's currency per one of the account's; in pence, as the price is.
        Optional<BigDecimal> stated = number(row, "Exchange rate");
        BigDecimal rate = unit.currency().value().equals(account)
                ? BigDecimal.ONE
                : stated.map(unit::whole).orElse(BigDecimal.ZERO);
        BigDecimal fees = charges(row, FEES, unit, account, rate);
        BigDecimal taxes = charges(row, TAXES, unit, account, rate);
        BigDecimal worth = unit.whole(shares.multiply(price)).abs();
        BigDecimal total = total(row).abs().multiply(rate);
        // Some versions have charges below zero. They are paid all the same, unless the total says that they came back.
        BigDecimal sum = fees.add(taxes);
        if (sum.signum() < 0 && (rate.signum() == 0 || FeeInTotal.isPaid(kind, worth, total, sum))) {
            fees = fees.negate();
            taxes = taxes.negate();
        }
        BigDecimal charges = fees.add(taxes);
        if (rate.signum() > 0) {
            BigDecimal all = kind == Kind.BUY ? worth.add(charges) : worth.subtract(charges);
            Near.check(
                    row,
                    total(row).abs(),
                    Decimals.quotient(all, rate, Decimals.MAX_FRACTION_DIGITS),
                    "shares times price and charges",
                    "Total",
                    "Total (*)");
        }
        return RowResult.charged(
                unit.currency().value().equals(account) ? draft : draft.inverseRate(rate, account), fees, taxes);
    }

    /** The shares of a company that is bought are sold for 0, and those of the buyer come in another row, or in none. */
    private static boolean isForNothing(Row row) {
        return row.decimal(PRICE).signum() == 0 && total(row).signum() == 0;
    }

    private static BigDecimal charges(Row row, List<String> columns, Unit unit, String account, BigDecimal rate) {
        BigDecimal sum = BigDecimal.ZERO;
        for (String column : columns) {
            sum = sum.add(charge(row, column, unit, account, rate));
        }
        return sum;
    }

    /** A charge in the currency of the price. */
    private static BigDecimal charge(Row row, String column, Unit unit, String account, BigDecimal rate) {
        BigDecimal amount = row.decimalOrZero(column, column + " (*)");
        if (amount.signum() == 0) {
            return amount;
        }
        String code = row.find("Currency (" + column + ")")
                .or(() -> row.wildcard(column + " (*)"))
                .orElse(account);
        Unit own = row.unitOf(code, "Currency (" + column + ")", column + " (*)");
        BigDecimal whole = own.whole(amount);
        if (own.currency().equals(unit.currency())) {
            return whole;
        }
        if (!own.currency().value().equals(account) || rate.signum() == 0) {
            throw row.wrong("is in " + code + ", and the row has no rate for it", column, column + " (*)");
        }
        return Decimals.quotient(whole.multiply(rate), BigDecimal.ONE, Decimals.MAX_FRACTION_DIGITS);
    }

    /** The price of a share is what was paid for it, after tax. */
    private static RowResult payment(Row row, Kind kind, Stamp time) {
        Unit unit = row.unit(CURRENCY);
        BigDecimal net = unit.whole(row.decimal(SHARES).multiply(row.decimal(PRICE)));
        if (net.signum() < 0 || total(row).signum() < 0) {
            return Reversals.dividend();
        }
        // Withheld, with either sign: the price is what is left of it.
        BigDecimal tax = number(row, "Withholding tax").orElse(BigDecimal.ZERO).abs();
        Unit taxUnit = row.has(TAX_CURRENCY) ? row.unit(TAX_CURRENCY) : unit;
        if (tax.signum() != 0 && !taxUnit.currency().equals(unit.currency())) {
            throw row.wrong("is in another currency than the dividend", "Withholding tax");
        }
        Draft draft = security(row, kind, time)
                .total(net.add(taxUnit.whole(tax)))
                .tax(taxUnit.whole(tax))
                .currency(unit.currency().value());
        String account = accountCurrency(row);
        if (!account.equals(unit.currency().value()) && net.signum() > 0) {
            draft.rate(Decimals.quotient(total(row), net, Decimals.MAX_FRACTION_DIGITS), account);
        }
        return RowResult.of(draft);
    }

    private static Draft cash(Row row, Kind kind, Stamp time) {
        return identified(row, new Draft(kind, time).total(total(row), accountCurrency(row)));
    }

    /** The fee is in what leaves. */
    private static RowResult exchange(Row row, Stamp time) {
        if (!row.has(FROM) || !row.has(INTO)) {
            return RowResult.unsupported("a conversion of money whose amounts the file does not have");
        }
        List<Draft> sides = Exchanges.of(
                time,
                row.decimal(FROM),
                row.text("Currency (" + FROM + ")"),
                row.decimal(INTO),
                row.text("Currency (" + INTO + ")"));
        sides.forEach(side -> identified(row, side));
        return new RowResult.Booked(sides);
    }

    private static Draft units(Row row, Kind kind, Stamp time) {
        return security(row, kind, time).volume(row.decimal(SHARES));
    }

    private static Draft security(Row row, Kind kind, Stamp time) {
        return identified(row, new Draft(kind, time).ticker(row.text("Ticker")).isin(row.find("ISIN")));
    }

    private static Draft identified(Row row, Draft draft) {
        row.find("ID").ifPresent(draft::id);
        return draft;
    }

    private static BigDecimal total(Row row) {
        return row.decimal("Total", "Total (*)");
    }

    private static String accountCurrency(Row row) {
        return row.find("Currency (Total)")
                .or(() -> row.wildcard("Total (*)"))
                .orElseGet(() -> row.text("Currency (Total)"));
    }

    /** A cell says in words that it has no number. */
    private static Optional<BigDecimal> number(Row row, String column) {
        return row.key(column).equals("not available") ? Optional.empty() : row.findDecimal(column);
    }

    /** The old units leave in one row, the new ones come in another. */
    @Override
    public void join(List<ReadRow> rows) {
        Reversals.ofDividends(
                        row -> row.key("Action") + " " + row.key("ISIN", "Ticker"),
                        Trading212::total,
                        row -> row.time(DATES, "Time", "Time (UTC)"))
                .join(rows);
        for (ReadRow close : rows) {
            if (!close.isPart() || !close.row().key("Action").equals("stock split close")) {
                continue;
            }
            rows.stream()
                    .filter(open -> open.isPart() && isOpenOf(open.row(), close.row()))
                    .findFirst()
                    .ifPresent(open -> join(close, open));
        }
    }

    private static boolean isOpenOf(Row open, Row close) {
        Stamp time = open.time(DATES, "Time", "Time (UTC)");
        return open.key("Action").equals("stock split open")
                && open.key("ISIN").equals(close.key("ISIN"))
                && time.day().equals(close.time(DATES, "Time", "Time (UTC)").day());
    }

    private static void join(ReadRow close, ReadRow open) {
        Draft split = security(open.row(), Kind.SPLIT, open.row().time(DATES, "Time", "Time (UTC)"))
                .ratio(open.row().decimal(SHARES), close.row().decimal(SHARES));
        open.result(RowResult.of(split));
        close.joinTo(open);
    }
}
