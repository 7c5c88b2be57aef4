package io.trakkit.ingest.trade;

import io.trakkit.access.Caller;
import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeEvent;
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

/** Publishes amendments under the key of their trade, so that they follow it in the log. */
@Component
final class TradeAmending {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final TradeFinder finder;
    private final TradeLog log;
    private final RecentTrades recent;
    private final UsedKeys keys;

    TradeAmending(TradeFinder finder, TradeLog log, RecentTrades recent, UsedKeys keys) {
        this.finder = finder;
        this.log = log;
        this.recent = recent;
        this.keys = keys;
    }

    /**
     * The result of an amendment.
     *
     * @param trade as last known, with the amendment laid over it where nothing can refuse that any more
     * @param question the log position of the amendment
     */
    record Result(RecentTrade trade, Question question) {}

    /**
     * Publishes an amendment and waits for the acknowledgement.
     *
     * @throws ProblemException if there is no such trade, if it is known to be at a later version than the condition
     *     names, or if Kafka has not acknowledged
     */
    Result amend(
            Caller caller,
            RefId refId,
            Amendment amendment,
            IfMatch condition,
            Optional<IdempotencyKey> idempotencyKey,
            Instant receivedAt,
            TraceParent trace) {
        ClientId client = caller.client().orElseThrow();
        TradeFinder.Found found = finder.find(client, refId);
        if (!caller.mayActFor(found.trade().trade().user())) {
            throw TradeFinder.noTrade(refId);
        }
        if (idempotencyKey.isEmpty() || condition.impossible()) {
            // With a key it may be a retry of what has counted already; the worker knows.
            requireMatch(refId, condition, found);
        }
        Trade known = found.trade().trade();
        PositionKey key = new PositionKey(client, known.portfolio(), known.ticker());
        var event = new TradeEvent.Amended(
                Ids.atRandom(receivedAt), client, receivedAt, key, refId, amendment, condition.version());
        if (idempotencyKey.isPresent()) {
            event = withId(event, idempotencyKey.get());
        }
        LogPosition position = publish(event, trace);
        Question question = new Question(client, event.eventId(), refId, position);
        if (idempotencyKey.isPresent()) {
            keys.remember(event, position);
        }
        if (idempotencyKey.isPresent() || condition.version().isPresent()) {
            // It may yet turn out to be a repeat, to have a used key or to come too late: nothing is shown as made.
            return new Result(found.trade(), question);
        }
        recent.amend(client, found.trade(), amendment, receivedAt);
        return new Result(found.trade().amended(amendment, receivedAt), question);
    }

    /** The same event under the id that the key determines, or determined before the upgrade if it was used then. */
    private TradeEvent.Amended withId(TradeEvent.Amended event, IdempotencyKey key) {
        UUID eventId = Ids.ofRequest(event.client(), key);
        UUID formerly = Ids.determined(event.client(), "amend", event.refId().value(), key);
        Optional<Known> earlier = keys.find(event.client(), eventId, formerly);
        earlier.filter(known -> !known.fingerprint().equals(event.fingerprint()))
                .ifPresent(known -> {
                    throw UsedKeys.alreadyUsed(known.type(), event.type());
                });
        return new TradeEvent.Amended(
                earlier.map(Known::eventId).orElse(eventId),
                event.client(),
                event.occurredAt(),
                event.key(),
                event.refId(),
                event.amendment(),
                event.expectedVersion());
    }

    private static void requireMatch(RefId refId, IfMatch condition, TradeFinder.Found found) {
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
                    "If-Match names version " + condition.version().getAsLong() + ", but the trade is at version "
                            + found.version().getAsLong());
        }
    }

    private LogPosition publish(TradeEvent.Amended event, TraceParent trace) {
        try {
            return log.publish(event, trace);
        } catch (LogUnavailableException e) {
            throw ProblemException.unavailable(
                            e.getMessage() + ". The amendment may still have been accepted:"
                                    + " sending it again with an Idempotency-Key is safe",
                            RETRY_AFTER)
                    .with("ref_id", event.refId().value());
        }
    }
}
