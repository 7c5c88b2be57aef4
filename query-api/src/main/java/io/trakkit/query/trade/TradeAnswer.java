package io.trakkit.query.trade;

import io.trakkit.domain.position.AcceptedTrade;
import io.trakkit.domain.trade.TradeEvent;
import io.trakkit.store.query.trades.KnownTrade;
import io.trakkit.store.query.trades.RefusedTrade;
import io.trakkit.wire.event.Decoded;
import io.trakkit.wire.event.TradeEventCodec;
import io.trakkit.wire.trade.TradeFields;
import io.trakkit.wire.trade.TradeJson;
import tools.jackson.databind.node.ObjectNode;

/**
 * A trade in answers: the schema KnownTrade of docs/openapi.yaml. A field that a trade does not have is null, and so is one
 * that cannot be read in a refused record.
 */
final class TradeAnswer {

    private static final TradeEventCodec CODEC = new TradeEventCodec();

    private TradeAnswer() {}

    static ObjectNode of(KnownTrade known) {
        return switch (known) {
            case KnownTrade.Accepted accepted -> of(accepted.trade());
            case KnownTrade.Refused refused -> of(refused.trade());
        };
    }

    static ObjectNode of(AcceptedTrade accepted) {
        return TradeJson.withOutcome(TradeJson.allNull(), accepted);
    }

    static ObjectNode of(RefusedTrade refused) {
        ObjectNode json = TradeJson.allNull();
        if (CODEC.decode(refused.value()) instanceof Decoded.Event(TradeEvent.Created created)) {
            TradeJson.withFields(json, created.trade());
        } else {
            writeHints(json, refused);
        }
        return TradeJson.withRefusal(json, refused.reason().wireName(), refused.detail(), refused.loggedAt());
    }

    private static void writeHints(ObjectNode json, RefusedTrade refused) {
        json.put(TradeFields.REF_ID.name(), refused.refId().value());
        refused.user().ifPresent(user -> json.put(TradeFields.USER_ID.name(), user.value()));
        refused.portfolio().ifPresent(portfolio -> json.put(TradeFields.PORTFOLIO.name(), portfolio.value()));
        refused.ticker().ifPresent(ticker -> json.put(TradeFields.TICKER.name(), ticker.value()));
    }
}
