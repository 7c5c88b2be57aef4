package io.trakkit.wire.event;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.EventType;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeEvent;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.wire.json.DomainReaders;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Reader;
import io.trakkit.wire.json.Readers;
import io.trakkit.wire.trade.TradeFields;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of an event. Null means that the fields hold an error; unknown fields are skipped.
 */
final class EventReader {

    private static final Reader<Long> VERSION = Readers.LONG.map(EventReader::version);

    private EventReader() {}

    static @Nullable TradeEvent read(EventType type, Fields fields) {
        Head head = Head.read(fields);
        return switch (type) {
            case TRADE_CREATED -> created(head, fields);
            case TRADE_AMENDED -> amended(head, fields);
            case SUMMARY_RECALCULATION_REQUESTED -> recalculation(head, fields);
        };
    }

    /** The fields of all events. */
    private record Head(UUID eventId, ClientId client, Instant occurredAt) {

        static @Nullable Head read(Fields fields) {
            UUID eventId = fields.required("event_id", Readers.UUID);
            ClientId client =
                    fields.has("client_id") ? fields.required("client_id", DomainReaders.CLIENT_ID) : ClientId.DEFAULT;
            Instant occurredAt = fields.required("occurred_at", Readers.TIME);
            return eventId == null || client == null || occurredAt == null
                    ? null
                    : new Head(eventId, client, occurredAt);
        }
    }

    private static TradeEvent.@Nullable Created created(@Nullable Head head, Fields fields) {
        Fields tradeFields = fields.object("trade");
        Trade trade = trade(tradeFields);
        Boolean given = tradeFields.optional("executed_at_defaulted", Readers.BOOLEAN);
        if (head == null || trade == null || !fields.ok()) {
            return null;
        }
        // All its other parts have been checked, so that what remains to go wrong is the time of execution.
        return tradeFields.check(
                "executed_at",
                () -> new TradeEvent.Created(
                        head.eventId, head.client, head.occurredAt, trade, given != null && given));
    }

    private static @Nullable Trade trade(Fields fields) {
        return TradeFields.read(
                fields,
                () -> TradeFields.required(fields, TradeFields.REF_ID),
                () -> TradeFields.required(fields, TradeFields.EXECUTED_AT));
    }

    private static TradeEvent.@Nullable Amended amended(@Nullable Head head, Fields fields) {
        var refId = TradeFields.required(fields, TradeFields.REF_ID);
        PositionKey key = key(head == null ? ClientId.DEFAULT : head.client, fields);
        Amendment amendment = TradeFields.readAmendment(fields.object("amendment"), false, () -> {});
        Long version = fields.optional("expected_version", VERSION);
        if (head == null || refId == null || key == null || amendment == null || !fields.ok()) {
            return null;
        }
        OptionalLong expected = version == null ? OptionalLong.empty() : OptionalLong.of(version);
        return new TradeEvent.Amended(head.eventId, head.client, head.occurredAt, key, refId, amendment, expected);
    }

    private static TradeEvent.@Nullable RecalculationRequested recalculation(@Nullable Head head, Fields fields) {
        PositionKey key = key(head == null ? ClientId.DEFAULT : head.client, fields);
        return head == null || key == null
                ? null
                : new TradeEvent.RecalculationRequested(head.eventId, head.client, head.occurredAt, key);
    }

    private static @Nullable PositionKey key(ClientId client, Fields fields) {
        var portfolio = TradeFields.required(fields, TradeFields.PORTFOLIO);
        var ticker = TradeFields.required(fields, TradeFields.TICKER);
        return portfolio == null || ticker == null ? null : new PositionKey(client, portfolio, ticker);
    }

    private static Long version(Long version) {
        if (version < 0) {
            throw new InvalidValueException("must not be negative, but is " + version);
        }
        return version;
    }
}
