package io.trakkit.files.preset;

import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Decimals;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Ticker;
import io.trakkit.wire.trade.ActivityFields;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A trade or an activity as a preset reads it, before it has its ref_id and its place in the day. Amounts of money are in its
 * currency: whole units, never pence. A sign says something: what would be negative here, and is not signed, is refused. Signed are
 * interest and charges; the units of what leaves and the money of a withdrawal may have either sign.
 */
public final class Draft {

    private static final Pattern SPACES = Pattern.compile("[\\s\\h]+");

    private final Kind kind;
    private final Stamp stamp;
    private @Nullable String ticker;
    private @Nullable String isin;
    private @Nullable SecurityType security;
    private @Nullable BigDecimal volume;
    private @Nullable BigDecimal price;
    private @Nullable BigDecimal total;
    private @Nullable BigDecimal perUnit;
    private @Nullable BigDecimal numerator;
    private @Nullable BigDecimal denominator;
    private BigDecimal fee = BigDecimal.ZERO;
    private BigDecimal tax = BigDecimal.ZERO;
    private @Nullable CurrencyCode currency;
    private @Nullable BigDecimal rate;
    private @Nullable CurrencyCode rateCurrency;
    private @Nullable String id;
    private @Nullable String order;
    private @Nullable String account;

    public Draft(Kind kind, Stamp stamp) {
        this.kind = kind;
        this.stamp = stamp;
    }

    public Kind kind() {
        return kind;
    }

    public Stamp stamp() {
        return stamp;
    }

    /** The symbol; spaces within it become points, as in {@code BRK B}. */
    public Draft ticker(String symbol) {
        ticker = withPoints(symbol);
        return this;
    }

    private static String withPoints(String symbol) {
        return SPACES.matcher(symbol.strip().toUpperCase(Locale.ROOT)).replaceAll(".");
    }

    /** Whether the text can be a symbol. Names of funds are longer, or have other characters. */
    public static boolean isTicker(String text) {
        try {
            return !Ticker.parse(withPoints(text)).value().isEmpty();
        } catch (InvalidValueException _) {
            return false;
        }
    }

    public Draft isin(Optional<String> text) {
        isin = text.map(value -> value.strip().toUpperCase(Locale.ROOT)).orElse(null);
        return this;
    }

    public Draft security(SecurityType type) {
        security = type;
        return this;
    }

    /**
     * The number of units. Those that leave may be negative: the kind says that they do.
     *
     * @throws WrongCellException if they are negative, and the kind brings units
     */
    public Draft volume(BigDecimal units) {
        if (units.signum() < 0 && kind.bringsUnits()) {
            throw negative("units", units);
        }
        volume = units.abs();
        return this;
    }

    /** The price of one unit. */
    public Draft price(BigDecimal perOne) {
        price = notNegative("a price", perOne);
        return this;
    }

    private BigDecimal notNegative(String what, BigDecimal number) {
        if (number.signum() < 0) {
            throw negative(what, number);
        }
        return number;
    }

    /** A row that takes back an earlier one, or one that is misunderstood: its number without the sign would be a wrong record. */
    private WrongCellException negative(String what, BigDecimal number) {
        return new WrongCellException(
                "", "", "has " + what + " below zero for a " + kind.wireName() + ": " + number.toPlainString());
    }

    /** The price of one unit and its currency, which may be a hundredth of one. */
    public Draft price(BigDecimal perOne, String code) {
        Unit unit = unit(code);
        currency = unit.currency();
        return price(unit.whole(perOne));
    }

    /**
     * The price of all units without charges, where the file has no price of one. The volume must be known. Files have it as what is
     * paid or received, so its sign says what the kind says.
     */
    public Draft gross(BigDecimal all) {
        BigDecimal units = volume;
        if (units == null || units.signum() == 0) {
            throw new WrongCellException("", "", "has no number of units");
        }
        return price(Decimals.quotient(all.abs(), units, Decimals.MAX_FRACTION_DIGITS));
    }

    /**
     * The money of an activity; signed for interest and charges. That of a withdrawal may be negative: it leaves.
     *
     * @throws WrongCellException if it is negative for another kind: then the row takes money back
     */
    public Draft total(BigDecimal money) {
        total = switch (kind) {
            case INTEREST, CHARGE, COST_ADJUSTMENT -> money;
            case WITHDRAWAL -> money.abs();
            default -> notNegative("an amount", money);
        };
        return this;
    }

    /** Money that comes to the cash, or leaves it. */
    public static Draft ofCash(Stamp stamp, BigDecimal signed, String code) {
        return new Draft(signed.signum() < 0 ? Kind.WITHDRAWAL : Kind.DEPOSIT, stamp).total(signed, code);
    }

    /** The money of an activity and its currency, which may be a hundredth of one. */
    public Draft total(BigDecimal money, String code) {
        Unit unit = unit(code);
        currency = unit.currency();
        return total(unit.whole(money));
    }

    public Draft perUnit(BigDecimal money) {
        perUnit = notNegative("an amount for each unit", money);
        return this;
    }

    /** New units for old ones. Old units leave, and are negative in some files: a ratio has no sign. */
    public Draft ratio(BigDecimal newUnits, BigDecimal oldUnits) {
        numerator = newUnits.abs();
        denominator = oldUnits.abs();
        return this;
    }

    /**
     * Adds a fee. One that comes back is a {@link #charge}.
     *
     * @throws WrongCellException if it is negative
     */
    public Draft fee(BigDecimal money) {
        fee = fee.add(notNegative("a fee", money));
        return this;
    }

    /** Sets the fee, for a draft whose currency changes. */
    public Draft onlyFee(BigDecimal money) {
        fee = notNegative("a fee", money);
        return this;
    }

    /**
     * Adds a tax. One that comes back is a {@link #charge}.
     *
     * @throws WrongCellException if it is negative
     */
    public Draft tax(BigDecimal money) {
        tax = tax.add(notNegative("a tax", money));
        return this;
    }

    /** Adds to fee and tax, or takes from them what is negative: it came back. Neither may be less than zero then. */
    public Draft signedCharges(BigDecimal ofFee, BigDecimal ofTax) {
        fee = notNegative("a fee", fee.add(ofFee));
        tax = notNegative("a tax", tax.add(ofTax));
        return this;
    }

    /**
     * Money beside this record, as a charge of its own. It has the time, currency, account and identity of this one.
     *
     * @param money what was paid, or below zero what came back: no fee and no tax is negative
     */
    public Draft charge(BigDecimal money) {
        Draft charge = new Draft(Kind.CHARGE, stamp).total(money);
        charge.currency = currency;
        charge.rate = rate;
        charge.rateCurrency = rateCurrency;
        charge.id = id;
        charge.order = order;
        charge.account = account;
        return charge;
    }

    public Draft currency(String code) {
        Unit unit = unit(code);
        if (unit.divisor() != 1) {
            throw new WrongCellException("", code, "is a hundredth of a currency, and no amount is stated with it");
        }
        currency = unit.currency();
        return this;
    }

    /**
     * The rate that the file states.
     *
     * @param perUnit units of the other currency per unit of this one's
     * @param code the other currency: that of the account
     */
    public Draft rate(BigDecimal perUnit, String code) {
        rate = notNegative("a rate", perUnit);
        rateCurrency = unit(code).currency();
        return this;
    }

    /** As {@link #rate}, for a file that states units of this one's currency per unit of the account's. */
    public Draft inverseRate(BigDecimal perAccountUnit, String code) {
        if (perAccountUnit.signum() == 0) {
            return this;
        }
        return rate(Decimals.quotient(BigDecimal.ONE, perAccountUnit, Decimals.MAX_FRACTION_DIGITS), code);
    }

    /** The broker's own id of this row, of which there is no other in the account. */
    public Draft id(String brokersId) {
        id = brokersId;
        return this;
    }

    /** An id that several rows can have. Their day, kind, ticker and count distinguish them. */
    public Draft order(String orderId) {
        order = orderId;
        return this;
    }

    public Optional<String> order() {
        return Optional.ofNullable(order);
    }

    public Draft account(String name) {
        account = name;
        return this;
    }

    public Optional<String> account() {
        return Optional.ofNullable(account);
    }

    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /** What has a place of its own in the order of a day: a security, or the cash. */
    public String key() {
        return ticker == null ? "" : ticker;
    }

    public Optional<String> isin() {
        return Optional.ofNullable(isin);
    }

    public Optional<BigDecimal> volume() {
        return Optional.ofNullable(volume);
    }

    public Optional<BigDecimal> price() {
        return Optional.ofNullable(price);
    }

    public Optional<BigDecimal> total() {
        return Optional.ofNullable(total);
    }

    public Optional<CurrencyCode> currency() {
        return Optional.ofNullable(currency);
    }

    public BigDecimal fees() {
        return fee;
    }

    public BigDecimal taxes() {
        return tax;
    }

    private static Unit unit(String code) {
        try {
            return Unit.of(code);
        } catch (InvalidValueException e) {
            throw new WrongCellException("", code, String.valueOf(e.getMessage()));
        }
    }

    /**
     * What the row says, in one form: rows that say the same have the same text in every version of the file. The ISIN is
     * left out: some files have it in another place, or not at all. So is the tax of an activity, which stands in rows of its own
     * that come and change later: a corrected tax is that of the same dividend.
     */
    public String content() {
        return String.join(
                "\u001f",
                kind.wireName(),
                stamp.local().toString(),
                text(ticker),
                number(volume),
                number(price),
                number(total),
                number(perUnit),
                number(numerator),
                number(denominator),
                number(fee),
                kind.activity().isPresent() ? "" : number(tax),
                currency == null ? "" : currency.value(),
                text(order),
                text(account));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static String number(@Nullable BigDecimal value) {
        return value == null ? "" : value.stripTrailingZeros().toString();
    }

    /**
     * The fields of the record, in the form of a bulk request.
     *
     * @param own the currency of the portfolio, if it is known: a rate into another currency is left out
     */
    public ObjectNode record(ObjectNode record, String refId, Instant executedAt, Optional<CurrencyCode> own) {
        record.put("ref_id", refId);
        Optional<ActivityType> activity = kind.activity();
        if (activity.isPresent()) {
            activity(record, activity.get());
        } else {
            trade(record);
        }
        if (isOfMoney()) {
            putCurrency(record, own);
        }
        record.put("status", "success");
        record.put("executed_at", executedAt.toString());
        return record;
    }

    private boolean isOfMoney() {
        return kind.activity().map(ActivityType::movesMoney).orElse(true);
    }

    private void trade(ObjectNode record) {
        record.put("trade_type", kind == Kind.BUY ? 1 : 2);
        record.put("security_type", (security == null ? SecurityType.STOCK : security).wireName());
        record.put("ticker", ticker);
        put(record, "volume", volume);
        put(record, "amount", price);
        putIfAny(record, "fee", fee);
        putIfAny(record, "tax", tax);
        if (isin != null) {
            record.put("isin", isin);
        }
    }

    private void activity(ObjectNode record, ActivityType type) {
        record.put(ActivityFields.TYPE, type.wireName());
        if (!type.isOfCash()) {
            record.put("ticker", ticker);
        }
        put(record, "volume", volume(type));
        put(record, ActivityTerms.totalName(type), total);
        put(record, "per_unit", perUnit);
        put(record, "numerator", numerator);
        put(record, "denominator", denominator);
        if (type.isTaxed()) {
            putIfAny(record, "tax", tax);
        }
    }

    /** Dividends state the units that they are for; the record has no place for them. */
    private @Nullable BigDecimal volume(ActivityType type) {
        return ActivityFields.of(type).contains(ActivityFields.VOLUME) ? volume : null;
    }

    private void putCurrency(ObjectNode record, Optional<CurrencyCode> own) {
        CurrencyCode code = currency;
        if (code == null) {
            return;
        }
        record.put("currency", code.value());
        CurrencyCode into = rateCurrency;
        boolean wanted =
                into != null && !into.equals(code) && own.map(into::equals).orElse(true);
        if (wanted) {
            put(record, "fx_rate", rate);
        }
    }

    private static void put(ObjectNode record, String name, @Nullable BigDecimal value) {
        if (value != null) {
            record.put(name, bounded(name, value));
        }
    }

    private static void putIfAny(ObjectNode record, String name, BigDecimal value) {
        if (value.signum() != 0) {
            record.put(name, bounded(name, value));
        }
    }

    private static BigDecimal bounded(String name, BigDecimal value) {
        try {
            return Decimals.bounded(value);
        } catch (InvalidValueException e) {
            throw new WrongCellException(name, value.toString(), String.valueOf(e.getMessage()));
        }
    }
}
