package io.trakkit.wire.event;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.value.Ticker;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.trade.ActivityFields;
import io.trakkit.wire.trade.TradeFields;
import tools.jackson.databind.node.ObjectNode;

/** Writes events. */
final class EventWriter {

    private EventWriter() {}

    static byte[] write(TradeEvent event) {
        ObjectNode json = Json.strict().createObjectNode();
        json.put("event_id", event.eventId().toString())
                .put("type", event.type().wireName())
                .put("client_id", event.client().value())
                .put("occurred_at", Json.text(event.occurredAt()));
        switch (event) {
            case TradeEvent.Created created -> created(json, created);
            case TradeEvent.Amended amended -> amended(json, amended);
            case TradeEvent.ActivityCreated created -> created(json, created);
            case TradeEvent.ActivityAmended amended -> amended(json, amended);
            case TradeEvent.RecalculationRequested requested -> key(json, requested.key());
        }
        return Json.strict().writeValueAsBytes(json);
    }

    private static void created(ObjectNode json, TradeEvent.Created event) {
        ObjectNode trade = json.putObject("trade");
        TradeFields.write(trade, event.trade());
        if (event.executedAtDefaulted()) {
            trade.put("executed_at_defaulted", true);
        }
    }

    private static void amended(ObjectNode json, TradeEvent.Amended event) {
        json.put("ref_id", event.refId().value());
        key(json, event.key());
        TradeFields.write(json.putObject("amendment"), event.amendment());
        event.expectedVersion().ifPresent(version -> json.put("expected_version", version));
    }

    private static void created(ObjectNode json, TradeEvent.ActivityCreated event) {
        ObjectNode activity = json.putObject("activity");
        ActivityFields.write(activity, event.activity());
        if (event.executedAtDefaulted()) {
            activity.put("executed_at_defaulted", true);
        }
    }

    private static void amended(ObjectNode json, TradeEvent.ActivityAmended event) {
        json.put("ref_id", event.refId().value());
        key(json, event.key());
        ActivityFields.write(json.putObject("amendment"), event.amendment());
        event.expectedVersion().ifPresent(version -> json.put("expected_version", version));
    }

    /** The key of the portfolio's cash has no ticker. */
    private static void key(ObjectNode json, PositionKey key) {
        json.put("portfolio", key.portfolio().value());
        if (!key.ticker().equals(Ticker.CASH)) {
            json.put("ticker", key.ticker().value());
        }
    }
}
