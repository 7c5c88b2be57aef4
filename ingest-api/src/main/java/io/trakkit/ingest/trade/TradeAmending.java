package io.trakkit.ingest.trade;

import io.trakkit.domain.Amendment;
import io.trakkit.domain.ClientId;
import io.trakkit.domain.DeadLetterReason;
import io.trakkit.domain.PositionKey;
import io.trakkit.domain.RefId;
import io.trakkit.domain.Trade;
import io.trakkit.domain.TradeEvent;
import io.trakkit.ingest.log.LogUnavailableException;
import io.trakkit.ingest.log.TradeLog;
import io.trakkit.ingest.request.IdempotencyKey;
import io.trakkit.ingest.request.Ids;
import io.trakkit.ingest.request.IfMatch;
import io.trakkit.ingest.request.TraceParent;
import io.trakkit.store.LogPosition;
import io.trakkit.store.Verdicts.Question;
import io.trakkit.wire.http.ProblemException;
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

    TradeAmending(TradeFinder finder, TradeLog log, RecentTrades recent) {
        this.finder = finder;
        this.log = log;
        this.recent = recent;
    }

    /**
     * What came of an amendment.
     *
     * @param trade as last known, with the amendment laid over it
     * @param question where the amendment stands in the log
     */
    record Result(RecentTrade trade, Question question) {}

    /**
     * Publishes an amendment and waits for the acknowledgement.
     *
     * @throws ProblemException if there is no such trade, if it is known to be at a later version than the condition
     *     names, or if Kafka has not acknowledged
     */
    Result amend(
            ClientId client,
            RefId refId,
            Amendment amendment,
            IfMatch condition,
            Optional<IdempotencyKey> idempotencyKey,
            Instant receivedAt,
            TraceParent trace) {
        TradeFinder.Found found = finder.find(client, refId);
        if (idempotencyKey.isEmpty() || condition.impossible()) {
            // With a key it may be a retry of what has counted already; the worker knows.
            requireMatch(refId, condition, found);
        }
        Trade known = found.trade().trade();
        UUID eventId = idempotencyKey
                .map(key -> Ids.determined(client, "amend", refId.value(), key))
                .orElseGet(() -> Ids.atRandom(receivedAt));
        PositionKey key = new PositionKey(client, known.portfolio(), known.ticker());
        var event = new TradeEvent.Amended(eventId, client, receivedAt, key, refId, amendment, condition.version());
        LogPosition position = publish(event, trace);
        if (condition.version().isEmpty() && idempotencyKey.isEmpty()) {
            // One with a condition may yet lose, and one with a key be a repeat: the database will know them.
            recent.amend(client, found.trade(), amendment, receivedAt);
        }
        return new Result(found.trade().amended(amendment, receivedAt), new Question(client, eventId, refId, position));
    }

    private static void requireMatch(RefId refId, IfMatch condition, TradeFinder.Found found) {
        condition.mistake().ifPresent(mistake -> {
            throw Refusals.problem(refId, DeadLetterReason.VERSION_CONFLICT, mistake);
        });
        boolean passed = condition.version().isPresent()
                && found.version().isPresent()
                && found.version().getAsLong() > condition.version().getAsLong();
        if (passed) {
            throw Refusals.problem(
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
                            e.getMessage() + ". The amendment may have been taken all the same;"
                                    + " with an Idempotency-Key to send it again is safe",
                            RETRY_AFTER)
                    .with("ref_id", event.refId().value());
        }
    }
}
