package io.trakkit.wire.trade;

import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.update.Accepted;
import io.trakkit.domain.update.AcceptedTrade;
import io.trakkit.domain.value.Money;
import io.trakkit.wire.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * A trade in answers: its fields, with the volume also as text and at least two decimals of the amount, and its outcome.
 * What is not known is left out.
 */
public final class TradeJson {

    static final String VOLUME_TEXT = "volume_text";
    static final String STATE = "state";
    static final String REASON = "reason";
    static final String DETAIL = "detail";
    static final String VERSION = "version";
    static final String CREATED_AT = "created_at";
    static final String UPDATED_AT = "updated_at";

    /** The names of all members. */
    public static final List<String> MEMBERS = Stream.concat(
                    TradeFields.ALL.stream()
                            .flatMap(field ->
                                    isVolume(field) ? Stream.of(field.name(), VOLUME_TEXT) : Stream.of(field.name())),
                    Stream.of(StatedCurrency.LOOKED_UP, STATE, REASON, DETAIL, VERSION, CREATED_AT, UPDATED_AT))
            .toList();

    private TradeJson() {}

    /** An object that has all members, in their order, with null. */
    public static ObjectNode allNull() {
        ObjectNode json = Json.strict().createObjectNode();
        MEMBERS.forEach(json::putNull);
        return json;
    }

    /** A trade whose event is not processed yet. */
    public static ObjectNode pending(Trade trade, Instant createdAt, Instant updatedAt) {
        return withTimes(withFields(Json.strict().createObjectNode(), trade), createdAt, updatedAt);
    }

    /** A trade with its outcome. */
    public static ObjectNode accepted(AcceptedTrade accepted) {
        return withOutcome(Json.strict().createObjectNode(), accepted);
    }

    /** Writes a trade with its outcome into an object. */
    public static ObjectNode withOutcome(ObjectNode json, AcceptedTrade accepted) {
        return withVerdict(withFields(json, accepted.trade()), accepted);
    }

    /** Writes what the fold made of a trade or an activity. */
    static ObjectNode withVerdict(ObjectNode json, Accepted accepted) {
        json.put(STATE, accepted.state().wireName());
        accepted.reason().ifPresent(reason -> json.put(REASON, reason));
        accepted.detail().ifPresent(detail -> json.put(DETAIL, detail));
        json.put(VERSION, accepted.version());
        return withTimes(json, accepted.createdAt(), accepted.updatedAt());
    }

    /** Writes into an object that a trade or an activity was refused, and why. */
    public static ObjectNode withRefusal(ObjectNode json, String reason, String detail, Instant at) {
        json.put(STATE, TradeState.REFUSED.wireName()).put(REASON, reason).put(DETAIL, detail);
        return withTimes(json, at, at);
    }

    /** Writes the fields of a trade into an object. */
    public static ObjectNode withFields(ObjectNode json, Trade trade) {
        TradeFields.ALL.forEach(field -> {
            field.write(json, trade);
            if (isVolume(field)) {
                json.put(VOLUME_TEXT, trade.volume().toString());
            }
        });
        putMoney(json, TradeFields.FEE.name(), trade.charges().fee());
        putMoney(json, TradeFields.TAX.name(), trade.charges().tax());
        StatedCurrency.writeLookedUp(json, trade.conversion());
        return json.put(TradeFields.PRICE.name(), trade.price().money());
    }

    /** Writes an amount of money with two decimals at least; nothing if it is zero. */
    static void putMoney(ObjectNode json, String name, Money money) {
        if (!money.isZero()) {
            json.put(name, money(money.value()));
        }
    }

    /** As money is written: with two decimals at least, such as 5.00. */
    static String money(BigDecimal amount) {
        return (amount.scale() < 2 ? amount.setScale(2) : amount).toPlainString();
    }

    private static boolean isVolume(TradeField<?> field) {
        return field.equals(TradeFields.VOLUME);
    }

    static ObjectNode withTimes(ObjectNode json, Instant createdAt, Instant updatedAt) {
        return json.put(CREATED_AT, Json.text(createdAt)).put(UPDATED_AT, Json.text(updatedAt));
    }
}
