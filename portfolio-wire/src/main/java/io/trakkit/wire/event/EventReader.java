package io.trakkit.wire.event;

import io.trakkit.domain.event.EventType;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityAmendment;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Ticker;
import io.trakkit.wire.json.DomainReaders;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Reader;
import io.trakkit.wire.json.Readers;
import io.trakkit.wire.trade.ActivityFields;
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
            case ACTIVITY_CREATED -> activityCreated(head, fields);
            case ACTIVITY_AMENDED -> activityAmended(head, fields);
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
        Trade trade = TradeFields.readComplete(tradeFields);
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

    private static TradeEvent.@Nullable ActivityCreated activityCreated(@Nullable Head head, Fields fields) {
        Fields activityFields = fields.object("activity");
        Activity activity = ActivityFields.readComplete(activityFields);
        Boolean given = activityFields.optional("executed_at_defaulted", Readers.BOOLEAN);
        if (head == null || activity == null || !fields.ok()) {
            return null;
        }
        return activityFields.check(
                "executed_at",
                () -> new TradeEvent.ActivityCreated(
                        head.eventId, head.client, head.occurredAt, activity, given != null && given));
    }

    private static TradeEvent.@Nullable Amended amended(@Nullable Head head, Fields fields) {
        var refId = TradeFields.required(fields, TradeFields.REF_ID);
        PositionKey key = keyOfTicker(head, fields);
        Fields amendmentFields = fields.object("amendment");
        Amendment amendment = TradeFields.readCompleteAmendment(amendmentFields);
        OptionalLong version = version(fields);
        if (head == null || refId == null || key == null || amendment == null || !fields.ok()) {
            return null;
        }
        return amendmentFields.check(
                "executed_at",
                () -> new TradeEvent.Amended(
                        head.eventId, head.client, head.occurredAt, key, refId, amendment, version));
    }

    private static TradeEvent.@Nullable ActivityAmended activityAmended(@Nullable Head head, Fields fields) {
        var refId = TradeFields.required(fields, TradeFields.REF_ID);
        PositionKey key = key(head, fields);
        Fields amendmentFields = fields.object("amendment");
        ActivityAmendment amendment = ActivityFields.readCompleteAmendment(amendmentFields);
        OptionalLong version = version(fields);
        if (head == null || refId == null || key == null || amendment == null || !fields.ok()) {
            return null;
        }
        return amendmentFields.check(
                "executed_at",
                () -> new TradeEvent.ActivityAmended(
                        head.eventId, head.client, head.occurredAt, key, refId, amendment, version));
    }

    private static TradeEvent.@Nullable RecalculationRequested recalculation(@Nullable Head head, Fields fields) {
        PositionKey key = key(head, fields);
        return head == null || key == null
                ? null
                : new TradeEvent.RecalculationRequested(head.eventId, head.client, head.occurredAt, key);
    }

    /** The key of a position; without a ticker, that of the portfolio's cash. */
    private static @Nullable PositionKey key(@Nullable Head head, Fields fields) {
        return fields.has(TradeFields.TICKER.name())
                ? keyOfTicker(head, fields)
                : key(head, TradeFields.required(fields, TradeFields.PORTFOLIO), Ticker.CASH);
    }

    private static @Nullable PositionKey keyOfTicker(@Nullable Head head, Fields fields) {
        return key(
                head,
                TradeFields.required(fields, TradeFields.PORTFOLIO),
                TradeFields.required(fields, TradeFields.TICKER));
    }

    private static @Nullable PositionKey key(
            @Nullable Head head, @Nullable PortfolioId portfolio, @Nullable Ticker ticker) {
        return portfolio == null || ticker == null
                ? null
                : new PositionKey(head == null ? ClientId.DEFAULT : head.client, portfolio, ticker);
    }

    private static OptionalLong version(Fields fields) {
        Long version = fields.optional("expected_version", VERSION);
        return version == null ? OptionalLong.empty() : OptionalLong.of(version);
    }

    private static Long version(Long version) {
        if (version < 0) {
            throw new InvalidValueException("must not be negative, but is " + version);
        }
        return version;
    }
}
