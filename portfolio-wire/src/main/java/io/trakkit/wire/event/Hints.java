package io.trakkit.wire.event;

import io.trakkit.domain.event.EventType;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.value.Ticker;
import io.trakkit.wire.json.DomainReaders;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Readers;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What could be read of a value that was not applied, to find it by.
 *
 * @param type the name of a known type
 */
public record Hints(
        @Nullable String client,
        @Nullable UUID eventId,
        @Nullable String type,
        @Nullable String refId,
        @Nullable String userId,
        @Nullable Long portfolio,
        @Nullable String ticker) {

    /** Nothing could be read. */
    public static final Hints NONE = new Hints(null, null, null, null, null, null, null);

    /** The hints of an event that was decoded but not applied. */
    static Hints of(TradeEvent event) {
        String userId = event.booking().map(booking -> booking.user().value()).orElse(null);
        boolean isOfCash = event.key().ticker().equals(Ticker.CASH);
        return new Hints(
                event.client().value(),
                event.eventId(),
                event.type().wireName(),
                event.subject().map(Object::toString).orElse(null),
                userId,
                event.key().portfolio().value(),
                isOfCash ? null : event.key().ticker().value());
    }

    /** The hints of a value that was read but not decoded. */
    static Hints of(ObjectNode value) {
        Fields event = Fields.of(value);
        Fields subject = subject(event);
        var portfolio = subject.optional("portfolio", DomainReaders.PORTFOLIO_ID);
        return new Hints(
                text(event.optional("client_id", DomainReaders.CLIENT_ID)),
                event.optional("event_id", Readers.UUID),
                text(event.optional("type", Readers.TEXT.map(EventType::parse).map(EventType::wireName))),
                text(subject.optional("ref_id", DomainReaders.REF_ID)),
                text(subject.optional("user_id", DomainReaders.USER_ID)),
                portfolio == null ? null : portfolio.value(),
                text(subject.optional("ticker", DomainReaders.TICKER)));
    }

    private static Fields subject(Fields event) {
        if (event.has("trade")) {
            return event.object("trade");
        }
        return event.has("activity") ? event.object("activity") : event;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
