package io.trakkit.query.trade;

import io.trakkit.domain.position.AcceptedTrade;
import io.trakkit.domain.trade.TradeEvent;
import io.trakkit.store.query.trades.KnownTrade;
import io.trakkit.store.query.trades.RefusedTrade;
import io.trakkit.wire.event.Decoded;
import io.trakkit.wire.event.TradeEventCodec;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.trade.TradeFields;
import io.trakkit.wire.trade.TradeJson;
import tools.jackson.databind.node.ObjectNode;

/**
 * A trade in answers: the schema KnownTrade of docs/openapi.yaml. What a trade does not have is null, and so is what cannot
 * be read of a refused one.
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
        return withNulls(TradeJson.accepted(accepted));
    }

    static ObjectNode of(RefusedTrade refused) {
        return withNulls(
                TradeJson.refused(posted(refused), refused.reason().wireName(), refused.detail(), refused.loggedAt()));
    }

    private static ObjectNode posted(RefusedTrade refused) {
        return CODEC.decode(refused.value()) instanceof Decoded.Event(TradeEvent.Created created)
                ? TradeJson.fields(created.trade())
                : hints(refused);
    }

    private static ObjectNode hints(RefusedTrade refused) {
        ObjectNode json = Json.strict().createObjectNode();
        json.put(TradeFields.REF_ID.name(), refused.refId().value());
        refused.user().ifPresent(user -> json.put(TradeFields.USER_ID.name(), user.value()));
        refused.portfolio().ifPresent(portfolio -> json.put(TradeFields.PORTFOLIO.name(), portfolio.value()));
        refused.ticker().ifPresent(ticker -> json.put(TradeFields.TICKER.name(), ticker.value()));
        return json;
    }

    /** In the order of the members. */
    private static ObjectNode withNulls(ObjectNode known) {
        ObjectNode json = Json.strict().createObjectNode();
        TradeJson.MEMBERS.forEach(name -> json.set(name, known.get(name)));
        return json;
    }
}
