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
import java.time.Instant;
import java.util.Optional;
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
        var refId = fields.required("ref_id", DomainReaders.REF_ID);
        var user = fields.required("user_id", DomainReaders.USER_ID);
        var portfolio = fields.required("portfolio", DomainReaders.PORTFOLIO_ID);
        var side = fields.required("trade_type", DomainReaders.SIDE);
        var securityType = fields.required("security_type", DomainReaders.SECURITY_TYPE);
        var ticker = fields.required("ticker", DomainReaders.TICKER);
        var volume = fields.required("volume", DomainReaders.VOLUME);
        var price = fields.required("amount", DomainReaders.PRICE);
        var status = fields.required("status", DomainReaders.STATUS);
        var executedAt = fields.required("executed_at", Readers.TIME);
        if (refId == null || user == null || portfolio == null || side == null || securityType == null) {
            return null;
        }
        if (ticker == null || volume == null || price == null || status == null || executedAt == null) {
            return null;
        }
        return new Trade(refId, user, portfolio, side, securityType, ticker, volume, price, status, executedAt);
    }

    private static TradeEvent.@Nullable Amended amended(@Nullable Head head, Fields fields) {
        var refId = fields.required("ref_id", DomainReaders.REF_ID);
        PositionKey key = key(head == null ? ClientId.DEFAULT : head.client, fields);
        Amendment amendment = amendment(fields.object("amendment"));
        Long version = fields.optional("expected_version", VERSION);
        if (head == null || refId == null || key == null || amendment == null || !fields.ok()) {
            return null;
        }
        OptionalLong expected = version == null ? OptionalLong.empty() : OptionalLong.of(version);
        return new TradeEvent.Amended(head.eventId, head.client, head.occurredAt, key, refId, amendment, expected);
    }

    private static @Nullable Amendment amendment(Fields fields) {
        var volume = fields.optional("volume", DomainReaders.VOLUME);
        var price = fields.optional("amount", DomainReaders.PRICE);
        var status = fields.optional("status", DomainReaders.STATUS);
        return fields.ok()
                ? fields.check(() -> new Amendment(
                        Optional.ofNullable(volume), Optional.ofNullable(price), Optional.ofNullable(status)))
                : null;
    }

    private static TradeEvent.@Nullable RecalculationRequested recalculation(@Nullable Head head, Fields fields) {
        PositionKey key = key(head == null ? ClientId.DEFAULT : head.client, fields);
        return head == null || key == null
                ? null
                : new TradeEvent.RecalculationRequested(head.eventId, head.client, head.occurredAt, key);
    }

    private static @Nullable PositionKey key(ClientId client, Fields fields) {
        var portfolio = fields.required("portfolio", DomainReaders.PORTFOLIO_ID);
        var ticker = fields.required("ticker", DomainReaders.TICKER);
        return portfolio == null || ticker == null ? null : new PositionKey(client, portfolio, ticker);
    }

    private static Long version(Long version) {
        if (version < 0) {
            throw new InvalidValueException("must not be negative, but is " + version);
        }
        return version;
    }
}
