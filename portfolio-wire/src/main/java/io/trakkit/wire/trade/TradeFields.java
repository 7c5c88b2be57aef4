package io.trakkit.wire.trade;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.Charges;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Isin;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import io.trakkit.wire.json.DomainReaders;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.Reader;
import io.trakkit.wire.json.Readers;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The fields of a trade on the wire: one table for requests, events, CSV and answers. Volumes are numbers and amounts are
 * text, both in plain digits.
 */
public final class TradeFields {

    /** The message for a missing ref_id that cannot be generated. */
    public static final String NO_REF_ID = "is missing, and there is no Idempotency-Key to make one of";

    public static final TradeField<RefId> REF_ID = TradeField.of(
                    "ref_id", DomainReaders.REF_ID, Trade::refId, refId -> StringNode.valueOf(refId.value()))
            .mayBeLeftOut()
            .alsoCalled("id", "trade_id", "order_id", "order_no", "trade_no", "reference", "ref");

    public static final TradeField<UserId> USER_ID = TradeField.of(
                    "user_id", DomainReaders.USER_ID, Trade::user, user -> StringNode.valueOf(user.value()))
            .alsoCalled("user", "account", "account_id", "client", "client_id", "customer");

    public static final TradeField<PortfolioId> PORTFOLIO = TradeField.of(
                    "portfolio",
                    DomainReaders.PORTFOLIO_ID,
                    Trade::portfolio,
                    portfolio -> LongNode.valueOf(portfolio.value()))
            .alsoCalled("portfolio_id", "depot", "account_number");

    public static final TradeField<Side> SIDE = TradeField.of(
                    "trade_type", DomainReaders.SIDE, Trade::side, side -> IntNode.valueOf(side.code()))
            .withCells(TradeFields::sideCell)
            .alsoCalled("side", "type", "action", "buy/sell", "b/s", "direction", "transaction_type", "order_type");

    public static final TradeField<SecurityType> SECURITY_TYPE = TradeField.of(
                    "security_type",
                    DomainReaders.SECURITY_TYPE,
                    Trade::securityType,
                    type -> StringNode.valueOf(type.wireName()))
            .withCells(TradeFields::lowerCase)
            .alsoCalled("asset_class", "asset_type", "instrument_type", "asset_category");

    public static final TradeField<Ticker> TICKER = TradeField.of(
                    "ticker", DomainReaders.TICKER, Trade::ticker, ticker -> StringNode.valueOf(ticker.value()))
            .alsoCalled("symbol", "instrument", "stock", "scrip", "security", "scrip_name", "code");

    public static final TradeField<Volume> VOLUME = TradeField.of(
                    "volume", DomainReaders.VOLUME, Trade::volume, volume -> DecimalNode.valueOf(volume.value()))
            .amendedBy(Amendment::volume)
            .alsoCalled("quantity", "qty", "shares", "units", "no_of_shares", "filled_qty");

    public static final TradeField<Price> PRICE = TradeField.of(
                    "amount", DomainReaders.PRICE, Trade::price, price -> StringNode.valueOf(price.toString()))
            .amendedBy(Amendment::price)
            .alsoCalled("price", "rate", "unit_price", "trade_price", "avg_price", "t_price");

    public static final TradeField<TradeStatus> STATUS = TradeField.of(
                    "status", DomainReaders.STATUS, Trade::status, status -> StringNode.valueOf(status.wireName()))
            .amendedBy(Amendment::status)
            .withCells(TradeFields::lowerCase)
            .alsoCalled("state", "order_status");

    public static final TradeField<Instant> EXECUTED_AT = TradeField.of(
                    "executed_at", Readers.TIME, Trade::executedAt, time -> StringNode.valueOf(Json.text(time)))
            .mayBeLeftOut()
            .amendedBy(Amendment::executedAt)
            .alsoCalled("date", "time", "date/time", "trade_date", "execution_time", "order_execution_time");

    public static final TradeField<Isin> ISIN = TradeField.of(
                    "isin",
                    DomainReaders.ISIN,
                    trade -> trade.isin().orElse(null),
                    isin -> StringNode.valueOf(isin.value()))
            .mayBeLeftOut()
            .amendedBy(Amendment::isin);

    /** The currency of price, fee and tax; that of the portfolio where it is left out. */
    public static final TradeField<CurrencyCode> CURRENCY = TradeField.of(
                    StatedCurrency.CURRENCY,
                    DomainReaders.CURRENCY,
                    trade -> StatedCurrency.currencyOf(trade.conversion()),
                    currency -> StringNode.valueOf(currency.value()))
            .mayBeLeftOut()
            .amendedBy(amendment -> amendment.conversion().map(Conversion::currency))
            .alsoCalled("ccy", "currency_code", "trade_currency", "settlement_currency");

    /** Units of the portfolio's currency per unit of the trade's. */
    public static final TradeField<FxRate> FX_RATE = TradeField.of(
                    StatedCurrency.FX_RATE,
                    DomainReaders.FX_RATE,
                    trade -> StatedCurrency.rateOf(trade.conversion()),
                    rate -> StringNode.valueOf(rate.toString()))
            .mayBeLeftOut()
            .amendedBy(amendment -> amendment.conversion().map(Conversion::rate))
            .alsoCalled("exchange_rate", "fx", "currency_rate", "conversion_rate");

    public static final TradeField<Money> FEE = TradeField.of(
                    "fee",
                    DomainReaders.MONEY,
                    trade -> unlessZero(trade.charges().fee()),
                    money -> StringNode.valueOf(money.toString()))
            .mayBeLeftOut()
            .amendedBy(Amendment::fee)
            .alsoCalled("fees", "commission", "commissions", "brokerage", "comm/fee", "transaction_costs");

    public static final TradeField<Money> TAX = TradeField.of(
                    "tax",
                    DomainReaders.MONEY,
                    trade -> unlessZero(trade.charges().tax()),
                    money -> StringNode.valueOf(money.toString()))
            .mayBeLeftOut()
            .amendedBy(Amendment::tax)
            .alsoCalled("taxes", "stamp_duty", "withholding_tax", "stt");

    /** All fields, in the order in which they are read and written. */
    public static final List<TradeField<?>> ALL = List.of(
            REF_ID,
            USER_ID,
            PORTFOLIO,
            SIDE,
            SECURITY_TYPE,
            TICKER,
            VOLUME,
            PRICE,
            STATUS,
            EXECUTED_AT,
            ISIN,
            CURRENCY,
            FX_RATE,
            FEE,
            TAX);

    private static final Reader<Object> NOT_AMENDABLE = _ -> {
        throw new InvalidValueException("can't be amended; only " + amendableNames() + " can");
    };

    private TradeFields() {}

    /**
     * Reads a trade as a caller states it. Errors are added to the fields.
     *
     * @param refId reads or makes the ref_id; null after it added an error
     * @param executedAt reads or makes the time of execution; null after it added an error
     * @return null if a field that every trade has is missing or wrong; check {@link Fields#ok()} as well: an optional field may be wrong
     */
    public static @Nullable Stated<Trade> read(
            Fields fields, Supplier<@Nullable RefId> refId, Supplier<@Nullable Instant> executedAt) {
        Trade trade = readUnconverted(fields, refId, executedAt);
        StatedCurrency currency = StatedCurrency.read(fields);
        return trade == null
                ? null
                : new Stated<>(
                        currency, Optional.of(trade.executedAt()), conversion -> withConversion(trade, conversion));
    }

    /** Reads the trade of an event, whose conversion is complete; otherwise as {@link #read}. */
    public static @Nullable Trade readComplete(Fields fields) {
        Trade trade = readUnconverted(fields, () -> required(fields, REF_ID), () -> required(fields, EXECUTED_AT));
        Optional<Conversion> conversion = StatedCurrency.readConversion(fields);
        return trade == null ? null : withConversion(trade, conversion);
    }

    private static @Nullable Trade readUnconverted(
            Fields fields, Supplier<@Nullable RefId> refId, Supplier<@Nullable Instant> executedAt) {
        RefId given = refId.get();
        UserId user = required(fields, USER_ID);
        PortfolioId portfolio = required(fields, PORTFOLIO);
        Side side = required(fields, SIDE);
        SecurityType securityType = required(fields, SECURITY_TYPE);
        Ticker ticker = required(fields, TICKER);
        Volume volume = required(fields, VOLUME);
        Price price = required(fields, PRICE);
        TradeStatus status = required(fields, STATUS);
        Instant executed = executedAt.get();
        Isin isin = optional(fields, ISIN);
        Money fee = optional(fields, FEE);
        Money tax = optional(fields, TAX);
        if (given == null || user == null || portfolio == null || side == null || securityType == null) {
            return null;
        }
        if (ticker == null || volume == null || price == null || status == null || executed == null) {
            return null;
        }
        return new Trade(
                given,
                user,
                portfolio,
                side,
                securityType,
                ticker,
                volume,
                price,
                status,
                executed,
                Optional.ofNullable(isin),
                fee == null && tax == null ? Charges.NONE : new Charges(orZero(fee), orZero(tax)),
                Optional.empty());
    }

    private static Money orZero(@Nullable Money money) {
        return money == null ? Money.ZERO : money;
    }

    private static @Nullable Money unlessZero(Money money) {
        return money.isZero() ? null : money;
    }

    private static Trade withConversion(Trade trade, Optional<Conversion> conversion) {
        return conversion.isEmpty()
                ? trade
                : new Trade(
                        trade.refId(),
                        trade.user(),
                        trade.portfolio(),
                        trade.side(),
                        trade.securityType(),
                        trade.ticker(),
                        trade.volume(),
                        trade.price(),
                        trade.status(),
                        trade.executedAt(),
                        trade.isin(),
                        trade.charges(),
                        conversion);
    }

    /**
     * Reads an amendment as a caller states it. Errors are added to the fields.
     *
     * @param whole whether volume, amount and status must all be there
     * @param executedAt reads the time of execution if there is one
     * @param others checks the other fields of the object
     * @return null if a field is wrong, or none is there
     */
    public static @Nullable Stated<Amendment> readAmendment(
            Fields fields, boolean whole, Supplier<@Nullable Instant> executedAt, Runnable others) {
        Volume volume = whole ? required(fields, VOLUME) : optional(fields, VOLUME);
        Price price = whole ? required(fields, PRICE) : optional(fields, PRICE);
        TradeStatus status = whole ? required(fields, STATUS) : optional(fields, STATUS);
        Isin isin = optional(fields, ISIN);
        Money fee = optional(fields, FEE);
        Money tax = optional(fields, TAX);
        StatedCurrency currency = StatedCurrency.read(fields);
        Optional<Instant> executed = Optional.ofNullable(executedAt.get());
        others.run();
        return fields.ok()
                ? Stated.checked(
                        fields,
                        currency,
                        executed,
                        conversion -> new Amendment(
                                Optional.ofNullable(volume),
                                Optional.ofNullable(price),
                                Optional.ofNullable(status),
                                Optional.ofNullable(isin),
                                Optional.ofNullable(fee),
                                Optional.ofNullable(tax),
                                conversion,
                                executed))
                : null;
    }

    /** Reads the amendment of an event, whose conversion is complete; null if a field is wrong, or none is there. */
    public static @Nullable Amendment readCompleteAmendment(Fields fields) {
        Volume volume = optional(fields, VOLUME);
        Price price = optional(fields, PRICE);
        TradeStatus status = optional(fields, STATUS);
        Isin isin = optional(fields, ISIN);
        Money fee = optional(fields, FEE);
        Money tax = optional(fields, TAX);
        Optional<Conversion> conversion = StatedCurrency.readConversion(fields);
        Instant executedAt = optional(fields, EXECUTED_AT);
        return fields.ok()
                ? fields.check(() -> new Amendment(
                        Optional.ofNullable(volume),
                        Optional.ofNullable(price),
                        Optional.ofNullable(status),
                        Optional.ofNullable(isin),
                        Optional.ofNullable(fee),
                        Optional.ofNullable(tax),
                        conversion,
                        Optional.ofNullable(executedAt)))
                : null;
    }

    /** Makes an error of each field that is there and cannot be amended. */
    public static void refuseNotAmendable(Fields fields) {
        ALL.stream()
                .filter(field -> !field.isAmendable())
                .forEach(field -> fields.optional(field.name(), NOT_AMENDABLE));
    }

    public static <T> @Nullable T required(Fields fields, TradeField<T> field) {
        return fields.required(field.name(), field.reader());
    }

    public static <T> @Nullable T optional(Fields fields, TradeField<T> field) {
        return fields.optional(field.name(), field.reader());
    }

    /** The value of a field, without an error; null if it is missing or wrong. */
    public static <T> @Nullable T peek(Fields fields, TradeField<T> field) {
        return fields.peek(field.name(), field.reader());
    }

    /** Writes the fields of a trade into an object; those that the trade does not have are left out. */
    public static void write(ObjectNode object, Trade trade) {
        ALL.forEach(field -> field.write(object, trade));
        StatedCurrency.writeLookedUp(object, trade.conversion());
    }

    /** Writes the fields that an amendment changes into an object. */
    public static void write(ObjectNode object, Amendment amendment) {
        ALL.forEach(field -> field.write(object, amendment));
        StatedCurrency.writeLookedUp(object, amendment.conversion());
    }

    private static String amendableNames() {
        List<String> names = ALL.stream()
                .filter(TradeField::isAmendable)
                .map(TradeField::name)
                .toList();
        return names.stream().limit(names.size() - 1L).collect(Collectors.joining(", ")) + " and " + names.getLast();
    }

    private static JsonNode sideCell(String cell) {
        return switch (cell.toLowerCase(Locale.ROOT)) {
            case "1", "buy" -> IntNode.valueOf(Side.BUY.code());
            case "2", "sell" -> IntNode.valueOf(Side.SELL.code());
            default -> StringNode.valueOf(cell);
        };
    }

    private static JsonNode lowerCase(String cell) {
        return StringNode.valueOf(cell.toLowerCase(Locale.ROOT));
    }
}
