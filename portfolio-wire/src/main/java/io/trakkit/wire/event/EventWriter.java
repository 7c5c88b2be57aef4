package io.trakkit.wire.event;

import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeEvent;
import io.trakkit.wire.json.JsonText;

/** Writes events: volumes as numbers, amounts as text, both in plain digits. */
final class EventWriter {

    private EventWriter() {}

    static byte[] write(TradeEvent event) {
        JsonText text = new JsonText()
                .put("event_id", event.eventId().toString())
                .put("type", event.type().wireName())
                .put("client_id", event.client().value())
                .put("occurred_at", event.occurredAt());
        switch (event) {
            case TradeEvent.Created created -> trade(text, created);
            case TradeEvent.Amended amended -> amended(text, amended);
            case TradeEvent.RecalculationRequested requested -> key(text, requested.key());
        }
        return text.bytes();
    }

    private static void trade(JsonText text, TradeEvent.Created event) {
        Trade trade = event.trade();
        text.begin("trade")
                .put("ref_id", trade.refId().value())
                .put("user_id", trade.user().value())
                .put("portfolio", trade.portfolio().value())
                .put("trade_type", trade.side().code())
                .put("security_type", trade.securityType().wireName())
                .put("ticker", trade.ticker().value())
                .put("volume", trade.volume().value())
                .put("amount", trade.price().toString())
                .put("status", trade.status().wireName())
                .put("executed_at", trade.executedAt());
        if (event.executedAtDefaulted()) {
            text.put("executed_at_defaulted", true);
        }
        text.end();
    }

    private static void amended(JsonText text, TradeEvent.Amended event) {
        text.put("ref_id", event.refId().value());
        key(text, event.key());
        Amendment amendment = event.amendment();
        text.begin("amendment");
        amendment.volume().ifPresent(volume -> text.put("volume", volume.value()));
        amendment.price().ifPresent(price -> text.put("amount", price.toString()));
        amendment.status().ifPresent(status -> text.put("status", status.wireName()));
        text.end();
        event.expectedVersion().ifPresent(version -> text.put("expected_version", version));
    }

    private static void key(JsonText text, PositionKey key) {
        text.put("portfolio", key.portfolio().value())
                .put("ticker", key.ticker().value());
    }
}
