package io.trakkit.ingest.trade;

import io.trakkit.domain.event.EventContent;
import io.trakkit.domain.event.RefIdConflict;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.trade.BookingKind;
import io.trakkit.domain.update.Accepted;
import io.trakkit.ingest.database.Database;
import io.trakkit.ingest.database.DatabaseUnavailableException;
import io.trakkit.store.ledger.EventOutcomes.Question;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.postgres.ClientScope;
import io.trakkit.store.query.trades.KnownBooking;
import io.trakkit.store.query.trades.KnownBookings;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds out whether this instance published a trade or an activity before; the worker decides in any case. */
@Component
public final class DuplicateCheck {

    private final RecentBookings recent;
    private final Database database;
    private final KnownBookings knownBookings;

    DuplicateCheck(RecentBookings recent, Database database) {
        this.recent = recent;
        this.database = database;
        knownBookings = new KnownBookings(database.jdbc());
    }

    /** Whether it is new among those that are remembered. */
    public sealed interface DuplicateStatus {

        /** Publish it. */
        record New() implements DuplicateStatus {}

        /** It was published here before, with the same content. */
        record Repeat(RecentBooking booking) implements DuplicateStatus {}

        /** Another trade or activity has its ref_id. */
        record Conflict(RecentBooking booking) implements DuplicateStatus {

            /** Whether both got their ref_id from one Idempotency-Key. */
            public boolean ofOneKey(TradeEvent.Creation event) {
                return booking.published()
                        .filter(published -> published.eventId().equals(event.eventId()))
                        .isPresent();
            }

            /**
             * The message for the caller.
             *
             * @param what what the caller sent, such as {@code this line}
             */
            public String inWords(TradeEvent.Creation event, String what) {
                return ofOneKey(event)
                        ? event.type().keyAlreadyUsed(event.type())
                        : RefIdConflict.inWords(booking.booking(), event, what);
            }
        }
    }

    private static final DuplicateStatus NEW = new DuplicateStatus.New();

    /** Compares what is about to be published with what was. */
    public DuplicateStatus check(TradeEvent.Creation event) {
        Optional<RecentBooking> known =
                recent.find(event.client(), event.booked().refId());
        if (known.isEmpty()) {
            return NEW;
        }
        RecentBooking booking = known.get();
        if (booking.isOf(event)) {
            return booking.published().isPresent() ? new DuplicateStatus.Repeat(booking) : NEW;
        }
        if (!mayBeStored(event)) {
            return new DuplicateStatus.Conflict(booking);
        }
        // What is remembered lost its ref_id to this one, which another instance published.
        booking.published().ifPresent(lost -> recent.forget(lost.client(), lost.refId(), lost.origin()));
        return NEW;
    }

    /**
     * Whether the database has what this creation says, but perhaps for its rate. The thread that reads inbound topics is in no
     * scope of a client.
     */
    private boolean mayBeStored(TradeEvent.Creation event) {
        try {
            return database
                    .read(() -> ClientScope.within(
                            event.client(),
                            () -> knownBookings.find(
                                    BookingKind.of(event.booked()),
                                    event.client(),
                                    event.booked().refId())))
                    .stream()
                    .anyMatch(known -> known instanceof KnownBooking.Stored(Accepted booking)
                            && EventContent.stored(booking.fingerprint()).mayBeOf(event));
        } catch (DatabaseUnavailableException e) {
            return false;
        }
    }

    /** Remembers what Kafka has acknowledged at that place. */
    public RecentBooking remember(TradeEvent.Creation event, LogPosition position) {
        RecentBooking booking = RecentBooking.created(event, position);
        recent.remember(event.client(), booking);
        return booking;
    }

    /** Forgets what the worker has refused to create. */
    public void forget(Question refused) {
        recent.forget(refused.client(), refused.refId(), refused.origin());
    }
}
