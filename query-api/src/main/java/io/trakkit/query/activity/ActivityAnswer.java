package io.trakkit.query.activity;

import io.trakkit.domain.position.AcceptedActivity;
import io.trakkit.domain.trade.TradeEvent;
import io.trakkit.store.query.trades.KnownActivity;
import io.trakkit.store.query.trades.RefusedTrade;
import io.trakkit.wire.event.Decoded;
import io.trakkit.wire.event.TradeEventCodec;
import io.trakkit.wire.trade.ActivityJson;
import io.trakkit.wire.trade.TradeFields;
import tools.jackson.databind.node.ObjectNode;

/**
 * An activity in answers: the schema KnownActivity of docs/openapi.yaml. A field that an activity does not have is null, and
 * so is one that cannot be read in a refused record.
 */
final class ActivityAnswer {

    private static final TradeEventCodec CODEC = new TradeEventCodec();

    private ActivityAnswer() {}

    static ObjectNode of(KnownActivity known) {
        return switch (known) {
            case KnownActivity.Accepted accepted -> of(accepted.activity());
            case KnownActivity.Refused refused -> of(refused.activity());
        };
    }

    static ObjectNode of(AcceptedActivity accepted) {
        return ActivityJson.withOutcome(ActivityJson.allNull(), accepted);
    }

    static ObjectNode of(RefusedTrade refused) {
        ObjectNode json = ActivityJson.allNull();
        if (CODEC.decode(refused.value()) instanceof Decoded.Event(TradeEvent.ActivityCreated created)) {
            ActivityJson.withFields(json, created.activity());
        } else {
            writeHints(json, refused);
        }
        return ActivityJson.withRefusal(json, refused.reason().wireName(), refused.detail(), refused.loggedAt());
    }

    private static void writeHints(ObjectNode json, RefusedTrade refused) {
        json.put(TradeFields.REF_ID.name(), refused.refId().value());
        refused.user().ifPresent(user -> json.put(TradeFields.USER_ID.name(), user.value()));
        refused.portfolio().ifPresent(portfolio -> json.put(TradeFields.PORTFOLIO.name(), portfolio.value()));
        refused.ticker().ifPresent(ticker -> json.put(TradeFields.TICKER.name(), ticker.value()));
    }
}
