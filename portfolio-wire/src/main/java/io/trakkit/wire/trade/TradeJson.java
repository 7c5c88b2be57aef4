package io.trakkit.wire.trade;

import io.trakkit.domain.position.AcceptedTrade;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.wire.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * A trade in answers: its fields, with the volume also as text and at least two decimals of the amount, and its outcome.
 * What is not known is left out.
 */
public final class TradeJson {

    private static final String VOLUME_TEXT = "volume_text";
    private static final String STATE = "state";
    private static final String REASON = "reason";
    private static final String DETAIL = "detail";
    private static final String VERSION = "version";
    private static final String CREATED_AT = "created_at";
    private static final String UPDATED_AT = "updated_at";

    /** The names of all members. */
    public static final List<String> MEMBERS = Stream.concat(
                    TradeFields.ALL.stream()
                            .flatMap(field ->
                                    isVolume(field) ? Stream.of(field.name(), VOLUME_TEXT) : Stream.of(field.name())),
                    Stream.of(STATE, REASON, DETAIL, VERSION, CREATED_AT, UPDATED_AT))
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
        withFields(json, accepted.trade());
        json.put(STATE, accepted.state().wireName());
        if (accepted.state() == TradeState.REJECTED) {
            json.put(REASON, TradeState.INSUFFICIENT_VOLUME);
        }
        accepted.detail().ifPresent(detail -> json.put(DETAIL, detail));
        json.put(VERSION, accepted.version());
        return withTimes(json, accepted.createdAt(), accepted.updatedAt());
    }

    /** Writes into an object that a trade was refused, and why. */
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
        return json.put(TradeFields.PRICE.name(), trade.price().money());
    }

    private static boolean isVolume(TradeField<?> field) {
        return field.equals(TradeFields.VOLUME);
    }

    private static ObjectNode withTimes(ObjectNode json, Instant createdAt, Instant updatedAt) {
        return json.put(CREATED_AT, Json.text(createdAt)).put(UPDATED_AT, Json.text(updatedAt));
    }
}
