package io.trakkit.ingest.trade;

import io.trakkit.access.Caller;
import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.Booking;
import io.trakkit.domain.trade.BookingKind;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.ingest.keys.UsedKeys;
import io.trakkit.ingest.publish.LogUnavailableException;
import io.trakkit.ingest.publish.TradeLog;
import io.trakkit.ingest.request.IdempotencyKey;
import io.trakkit.ingest.request.Ids;
import io.trakkit.ingest.request.IfMatch;
import io.trakkit.ingest.request.TraceParent;
import io.trakkit.store.ledger.EventLookups.Known;
import io.trakkit.store.ledger.EventOutcomes.Question;
import io.trakkit.store.log.LogPosition;
import io.trakkit.wire.http.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Publishes amendments under the key of their trade or activity, so that they follow it in the log. */
@Component
final class BookingAmending {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final BookingFinder finder;
    private final TradeLog log;
    private final RecentBookings recent;
    private final UsedKeys keys;

    BookingAmending(BookingFinder finder, TradeLog log, RecentBookings recent, UsedKeys keys) {
        this.finder = finder;
        this.log = log;
        this.recent = recent;
        this.keys = keys;
    }

    /** Reads an amendment. */
    @FunctionalInterface
    interface Reading {

        /**
         * Reads it, given what it amends.
         *
         * @param first what was fixed for the first request with its Idempotency-Key; empty if that is not known, or there is none
         */
        Change read(Booking booking, Optional<UsedKeys.Fixed> first);
    }

    /** The id of an amendment's event, and the event that has it already. */
    private record EventName(UUID eventId, Optional<Known> earlier) {}

    /**
     * The result of an amendment.
     *
     * @param booking as last known, with the amendment laid over it where nothing can refuse that any more
     * @param question the log position of the amendment
     */
    record Result(RecentBooking booking, Question question) {}

    /**
     * Publishes an amendment and waits for the acknowledgement.
     *
     * @throws ProblemException if there is no such trade or activity, if the amendment is wrong, if it is known to be at a later version than the condition
     *     names, or if Kafka has not acknowledged
     */
    Result amend(
            Caller caller,
            BookingKind kind,
            RefId refId,
            Reading reading,
            IfMatch condition,
            Optional<IdempotencyKey> idempotencyKey,
            Instant receivedAt,
            TraceParent trace) {
        ClientId client = caller.client().orElseThrow();
        BookingFinder.Found found = finder.find(kind, caller, refId);
        Booking known = found.booking().booking();
        EventName name = idempotencyKey
                .map(key -> nameOf(client, refId, key))
                .orElseGet(() -> new EventName(Ids.atRandom(receivedAt), Optional.empty()));
        Change change = reading.read(known, name.earlier().flatMap(earlier -> keys.fixedBy(client, earlier)));
        if (idempotencyKey.isEmpty() || condition.impossible()) {
            // With a key it may be a retry of what has counted already; the worker knows.
            requireMatch(kind, refId, condition, found);
        }
        PositionKey key = new PositionKey(client, known.portfolio(), known.keyTicker());
        TradeEvent event = change.event(name.eventId(), client, receivedAt, key, refId, condition.version());
        name.earlier().filter(earlier -> !keys.isRepeat(event, earlier)).ifPresent(earlier -> {
            throw UsedKeys.alreadyUsed(earlier.type(), event.type());
        });
        LogPosition position = publish(refId, event, trace);
        Question question = new Question(client, event.eventId(), refId, position);
        if (idempotencyKey.isPresent()) {
            keys.remember(event, position);
        }
        if (idempotencyKey.isPresent() || condition.version().isPresent()) {
            // It may yet turn out to be a repeat, to have a used key or to come too late: nothing is shown as made.
            return new Result(found.booking(), question);
        }
        recent.amend(client, found.booking(), change::appliedTo, receivedAt);
        return new Result(found.booking().amended(change::appliedTo, receivedAt), question);
    }

    /** The id that the key determines, or determined before the upgrade if it was used then. */
    private EventName nameOf(ClientId client, RefId refId, IdempotencyKey key) {
        UUID eventId = Ids.ofRequest(client, key);
        UUID formerly = Ids.determined(client, "amend", refId.value(), key);
        Optional<Known> earlier = keys.find(client, eventId, formerly);
        return new EventName(earlier.map(Known::eventId).orElse(eventId), earlier);
    }

    private static void requireMatch(BookingKind kind, RefId refId, IfMatch condition, BookingFinder.Found found) {
        condition.mistake().ifPresent(mistake -> {
            throw DeadLetterProblems.problem(refId, DeadLetterReason.VERSION_CONFLICT, mistake);
        });
        boolean passed = condition.version().isPresent()
                && found.version().isPresent()
                && found.version().getAsLong() > condition.version().getAsLong();
        if (passed) {
            throw DeadLetterProblems.problem(
                    refId,
                    DeadLetterReason.VERSION_CONFLICT,
                    "If-Match names version " + condition.version().getAsLong() + ", but the " + kind.noun()
                            + " is at version " + found.version().getAsLong());
        }
    }

    private LogPosition publish(RefId refId, TradeEvent event, TraceParent trace) {
        try {
            return log.publish(event, trace);
        } catch (LogUnavailableException e) {
            throw ProblemException.unavailable(
                            e.getMessage() + ". The amendment may still have been accepted:"
                                    + " sending it again with an Idempotency-Key is safe",
                            RETRY_AFTER)
                    .with("ref_id", refId.value());
        }
    }
}
