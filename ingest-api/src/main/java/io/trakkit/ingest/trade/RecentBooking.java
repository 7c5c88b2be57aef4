package io.trakkit.ingest.trade;

import io.trakkit.domain.event.EventContent;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.trade.Booking;
import io.trakkit.domain.update.Accepted;
import io.trakkit.store.ledger.EventOutcomes.Question;
import io.trakkit.store.log.LogPosition;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A trade or an activity that this instance published recently.
 *
 * @param booking as amended by what was published here since
 * @param creation what its creation said
 * @param published the creation's place in the log; empty if it was not published here
 * @param updatedAt when the latest event known here was received
 */
public record RecentBooking(
        Booking booking, EventContent creation, Optional<Question> published, Instant createdAt, Instant updatedAt) {

    static RecentBooking created(TradeEvent.Creation event, LogPosition position) {
        Question question =
                new Question(event.client(), event.eventId(), event.booked().refId(), position);
        return new RecentBooking(
                event.booked(), EventContent.of(event), Optional.of(question), event.occurredAt(), event.occurredAt());
    }

    static RecentBooking stored(Accepted stored) {
        return new RecentBooking(
                stored.booking(),
                EventContent.stored(stored.fingerprint()),
                Optional.empty(),
                stored.createdAt(),
                stored.updatedAt());
    }

    /** Whether a creation has the content of this one; for one that was not published here, whether it may have. */
    boolean isOf(TradeEvent.Creation event) {
        return creation.mayBeOf(event);
    }

    /** Amended by an event received at that time; clocks of instances differ, but times never go back. */
    RecentBooking amended(UnaryOperator<Booking> amendment, Instant at) {
        Instant later = at.isAfter(updatedAt) ? at : updatedAt;
        return new RecentBooking(amendment.apply(booking), creation, published, createdAt, later);
    }

    /** What the database has, unless this instance published a later event. */
    RecentBooking orStored(Accepted stored) {
        boolean isSame = creation.said().equals(stored.fingerprint());
        return isSame && updatedAt.isAfter(stored.updatedAt()) ? this : stored(stored);
    }
}
