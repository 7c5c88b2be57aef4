package io.trakkit.ingest.trade;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityAmendment;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.Booking;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.Trade;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;

/** What an amendment changes, of a trade or of an activity. */
sealed interface Change {

    /** The event that says it. */
    TradeEvent event(
            UUID eventId,
            ClientId client,
            Instant receivedAt,
            PositionKey key,
            RefId refId,
            OptionalLong expectedVersion);

    /** What is amended, with the new fields. */
    Booking appliedTo(Booking booking);

    /** Of a trade. */
    record OfTrade(Amendment amendment) implements Change {

        @Override
        public TradeEvent event(
                UUID eventId,
                ClientId client,
                Instant receivedAt,
                PositionKey key,
                RefId refId,
                OptionalLong expectedVersion) {
            return new TradeEvent.Amended(eventId, client, receivedAt, key, refId, amendment, expectedVersion);
        }

        @Override
        public Booking appliedTo(Booking booking) {
            return ((Trade) booking).amended(amendment);
        }
    }

    /** Of an activity. */
    record OfActivity(ActivityAmendment amendment) implements Change {

        @Override
        public TradeEvent event(
                UUID eventId,
                ClientId client,
                Instant receivedAt,
                PositionKey key,
                RefId refId,
                OptionalLong expectedVersion) {
            return new TradeEvent.ActivityAmended(eventId, client, receivedAt, key, refId, amendment, expectedVersion);
        }

        @Override
        public Booking appliedTo(Booking booking) {
            return ((Activity) booking).amended(amendment);
        }
    }
}
