package io.trakkit.ingest.trade;

import io.trakkit.access.Caller;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.BookingKind;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.update.Accepted;
import io.trakkit.ingest.database.Database;
import io.trakkit.ingest.database.DatabaseUnavailableException;
import io.trakkit.ingest.outcome.OutcomePoller;
import io.trakkit.ingest.outcome.OutcomePoller.WaitResult;
import io.trakkit.ingest.publish.LogEnd;
import io.trakkit.ingest.publish.LogUnavailableException;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.query.trades.KnownBooking;
import io.trakkit.store.query.trades.KnownBookings;
import io.trakkit.store.query.trades.RefusedTrade;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.stereotype.Component;

/**
 * Finds the trade or the activity to amend: in the database, in this instance's cache, or in the log. The database is asked
 * first: it knows what has the ref_id. What it does not know yet, this instance's memory may. What neither knows may
 * be on its way from another instance: then the worker is waited for until it has passed everything that is in the
 * log now. Only after that what is not there does not exist.
 */
@Component
final class BookingFinder {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final RecentBookings recent;
    private final Database database;
    private final KnownBookings knownBookings;
    private final LogEnd logEnd;
    private final OutcomePoller poller;

    BookingFinder(RecentBookings recent, Database database, LogEnd logEnd, OutcomePoller poller) {
        this.recent = recent;
        this.database = database;
        knownBookings = new KnownBookings(database.jdbc());
        this.logEnd = logEnd;
        this.poller = poller;
    }

    /**
     * A trade or an activity as it is known.
     *
     * @param version its version in the database; empty where it is not there yet, or the database can't be asked
     */
    record Found(RecentBooking booking, OptionalLong version) {

        private static Found remembered(RecentBooking booking) {
            return new Found(booking, OptionalLong.empty());
        }
    }

    /**
     * Finds what a caller may amend.
     *
     * @throws ProblemException if there is no such trade or activity for the caller, if it was refused, or if that is not known yet
     */
    Found find(BookingKind kind, Caller caller, RefId refId) {
        Found found = any(kind, caller, refId);
        if (!caller.mayActFor(found.booking().booking().user())) {
            throw none(kind, refId);
        }
        return found;
    }

    /** Of what is refused or on its way only the caller's own is found; what the database has may be another user's. */
    private Found any(BookingKind kind, Caller caller, RefId refId) {
        ClientId client = caller.client().orElseThrow();
        Optional<RecentBooking> remembered = recent.find(client, refId)
                .filter(known -> BookingKind.of(known.booking()) == kind
                        && caller.mayActFor(known.booking().user()));
        Optional<KnownBooking> stored;
        try {
            stored = database.read(() -> knownBookings.find(kind, client, refId, caller.user()));
        } catch (DatabaseUnavailableException _) {
            return remembered
                    .map(Found::remembered)
                    .orElseThrow(() -> ProblemException.unavailable(
                            "Cannot look up " + kind.noun() + " " + refId
                                    + ": the database is unavailable. Retry in 2 s",
                            RETRY_AFTER));
        }
        return stored.map(known -> found(refId, remembered, known))
                .or(() -> remembered.map(Found::remembered))
                .orElseGet(() -> afterTheLogEnd(kind, caller, refId));
    }

    private static Found found(RefId refId, Optional<RecentBooking> remembered, KnownBooking stored) {
        return switch (stored) {
            case KnownBooking.Stored(Accepted booking) ->
                new Found(
                        remembered.map(known -> known.orStored(booking)).orElseGet(() -> RecentBooking.stored(booking)),
                        OptionalLong.of(booking.version()));
            case KnownBooking.Refused(RefusedTrade refused) ->
                // A later creation of the same ref_id may be on its way.
                remembered
                        .filter(known -> known.published()
                                .filter(published -> !published.origin().equals(refused.origin()))
                                .isPresent())
                        .map(Found::remembered)
                        .orElseThrow(() -> DeadLetterProblems.problem(refId, refused.reason(), refused.detail()));
        };
    }

    private Found afterTheLogEnd(BookingKind kind, Caller caller, RefId refId) {
        WaitResult<Boolean> passed;
        Optional<KnownBooking> stored;
        try {
            Map<LogPartition, Long> ends = logEnd.now();
            passed = poller.awaitProgress(caller.client().orElseThrow(), ends, PATIENCE);
            stored =
                    database.read(() -> knownBookings.find(kind, caller.client().orElseThrow(), refId, caller.user()));
        } catch (LogUnavailableException | DatabaseUnavailableException e) {
            throw notKnownYet(kind, refId);
        }
        return stored.map(known -> found(refId, Optional.empty(), known)).orElseThrow(() -> switch (passed) {
            case WaitResult.Came<Boolean> _ -> none(kind, refId);
            case WaitResult.TimePassed<Boolean> _, WaitResult.Full<Boolean> _ -> notKnownYet(kind, refId);
        });
    }

    private static ProblemException none(BookingKind kind, RefId refId) {
        return ProblemException.of(Problem.NOT_FOUND, "No " + kind.noun() + " has the ref_id " + refId);
    }

    private static ProblemException notKnownYet(BookingKind kind, RefId refId) {
        return ProblemException.unavailable(
                kind.capitalised() + " " + refId + " may be among the records that are not processed yet. Retry in 2 s",
                RETRY_AFTER);
    }
}
