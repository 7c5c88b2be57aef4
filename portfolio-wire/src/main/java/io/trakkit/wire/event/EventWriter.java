package io.trakkit.wire.event;

import io.trakkit.domain.Amendment;
import io.trakkit.domain.PositionKey;
import io.trakkit.domain.Trade;
import io.trakkit.domain.TradeEvent;
import io.trakkit.wire.json.Json;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes events: volumes as numbers, amounts as text, both in plain digits. */
final class EventWriter {

    private EventWriter() {}

    static ObjectNode write(TradeEvent event) {
        ObjectNode value = JsonNodeFactory.instance.objectNode();
        value.put("event_id", event.eventId().toString());
        value.put("type", event.type().wireName());
        value.put("client_id", event.client().value());
        value.put("occurred_at", Json.text(event.occurredAt()));
        switch (event) {
            case TradeEvent.Created created -> trade(value.putObject("trade"), created);
            case TradeEvent.Amended amended -> amended(value, amended);
            case TradeEvent.RecalculationRequested requested -> key(value, requested.key());
        }
        return value;
    }

    private static void trade(ObjectNode value, TradeEvent.Created event) {
        Trade trade = event.trade();
        value.put("ref_id", trade.refId().value());
        value.put("user_id", trade.user().value());
        value.put("portfolio", trade.portfolio().value());
        value.put("trade_type", trade.side().code());
        value.put("security_type", trade.securityType().wireName());
        value.put("ticker", trade.ticker().value());
        value.put("volume", trade.volume().value());
        value.put("amount", trade.price().toString());
        value.put("status", trade.status().wireName());
        value.put("executed_at", Json.text(trade.executedAt()));
        if (event.executedAtDefaulted()) {
            value.put("executed_at_defaulted", true);
        }
    }

    private static void amended(ObjectNode value, TradeEvent.Amended event) {
        value.put("ref_id", event.refId().value());
        key(value, event.key());
        Amendment amendment = event.amendment();
        ObjectNode fields = value.putObject("amendment");
        amendment.volume().ifPresent(volume -> fields.put("volume", volume.value()));
        amendment.price().ifPresent(price -> fields.put("amount", price.toString()));
        amendment.status().ifPresent(status -> fields.put("status", status.wireName()));
        event.expectedVersion().ifPresent(version -> value.put("expected_version", version));
    }

    private static void key(ObjectNode value, PositionKey key) {
        value.put("portfolio", key.portfolio().value());
        value.put("ticker", key.ticker().value());
    }
}
