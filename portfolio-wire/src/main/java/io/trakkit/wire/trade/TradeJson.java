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

    /** A trade whose event is not processed yet. */
    public static ObjectNode pending(Trade trade, Instant createdAt, Instant updatedAt) {
        return withTimes(fields(trade), createdAt, updatedAt);
    }

    /** A trade with its outcome. */
    public static ObjectNode accepted(AcceptedTrade accepted) {
        ObjectNode json = fields(accepted.trade());
        json.put(STATE, accepted.state().wireName());
        if (accepted.state() == TradeState.REJECTED) {
            json.put(REASON, TradeState.INSUFFICIENT_VOLUME);
        }
        accepted.detail().ifPresent(detail -> json.put(DETAIL, detail));
        json.put(VERSION, accepted.version());
        return withTimes(json, accepted.createdAt(), accepted.updatedAt());
    }

    /** Adds that a trade was refused, and why, to what is known of it. */
    public static ObjectNode refused(ObjectNode known, String reason, String detail, Instant at) {
        known.put(STATE, TradeState.REFUSED.wireName()).put(REASON, reason).put(DETAIL, detail);
        return withTimes(known, at, at);
    }

    /** The fields of a trade. */
    public static ObjectNode fields(Trade trade) {
        ObjectNode json = Json.strict().createObjectNode();
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
