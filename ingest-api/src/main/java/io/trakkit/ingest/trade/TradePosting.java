package io.trakkit.ingest.trade;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.EventIds;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeEvent;
import io.trakkit.ingest.keys.UsedKeys;
import io.trakkit.ingest.publish.LogUnavailableException;
import io.trakkit.ingest.publish.TradeLog;
import io.trakkit.ingest.request.IdempotencyKey;
import io.trakkit.ingest.request.Ids;
import io.trakkit.ingest.request.TraceParent;
import io.trakkit.store.log.LogPosition;
import io.trakkit.wire.http.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Publishes new trades. A repeat of what this instance has published before needs no second record in the log. */
@Component
final class TradePosting {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final TradeLog log;
    private final DuplicateCheck duplicateCheck;
    private final UsedKeys keys;

    TradePosting(TradeLog log, DuplicateCheck duplicateCheck, UsedKeys keys) {
        this.log = log;
        this.duplicateCheck = duplicateCheck;
        this.keys = keys;
    }

    /**
     * The result of a post.
     *
     * @param trade as it is known here, its creation's place in the log included
     * @param repeat whether it had been published before
     */
    record Result(RecentTrade trade, boolean repeat) {}

    /** The ref_id of a trade that the caller gave none: the same for the same Idempotency-Key, else a new one. */
    static RefId generatedRefId(ClientId client, Optional<IdempotencyKey> idempotencyKey, Instant now) {
        UUID id = idempotencyKey
                .map(key -> Ids.determined(client, "name", "", key))
                .orElseGet(() -> Ids.atRandom(now));
        return new RefId(id.toString());
    }

    /**
     * Publishes a trade and waits for the acknowledgement.
     *
     * @throws ProblemException if its ref_id or its key is known here with other content, or Kafka has not acknowledged
     */
    Result post(
            ClientId client,
            TradeReader.Posted posted,
            Instant receivedAt,
            Optional<IdempotencyKey> idempotencyKey,
            TraceParent trace) {
        UUID eventId = idempotencyKey.map(key -> Ids.ofRequest(client, key)).orElseGet(() -> Ids.atRandom(receivedAt));
        var event = new TradeEvent.Created(eventId, client, receivedAt, posted.trade(), posted.executedAtDefaulted());
        if (idempotencyKey.isPresent()) {
            requireUnused(event);
        }
        return repeated(event).orElseGet(() -> published(event, trace));
    }

    private void requireUnused(TradeEvent.Created event) {
        keys.find(event.client(), event.eventId())
                .filter(earlier -> !earlier.fingerprint().equals(event.fingerprint()))
                .ifPresent(earlier -> {
                    throw UsedKeys.alreadyUsed(earlier.type(), event.type());
                });
    }

    private Optional<Result> repeated(TradeEvent.Created event) {
        return switch (duplicateCheck.check(event)) {
            case DuplicateCheck.DuplicateStatus.New _ -> Optional.empty();
            case DuplicateCheck.DuplicateStatus.Repeat(RecentTrade trade) -> {
                trade.published().ifPresent(published -> remember(event, published.origin()));
                yield Optional.of(new Result(trade, true));
            }
            case DuplicateCheck.DuplicateStatus.Conflict conflict ->
                throw DeadLetterProblems.problem(
                        event.trade().refId(),
                        conflict.ofOneKey(event)
                                ? DeadLetterReason.IDEMPOTENCY_KEY_REUSED
                                : DeadLetterReason.REF_ID_CONFLICT,
                        conflict.inWords(event, "this trade"));
        };
    }

    private void remember(TradeEvent.Created event, LogPosition position) {
        if (EventIds.isOfKey(event.eventId())) {
            keys.remember(event, position);
        }
    }

    private Result published(TradeEvent.Created event, TraceParent trace) {
        RefId refId = event.trade().refId();
        try {
            LogPosition position = log.publish(event, trace);
            remember(event, position);
            return new Result(duplicateCheck.remember(event, position), false);
        } catch (LogUnavailableException e) {
            throw ProblemException.unavailable(
                            e.getMessage() + ". The trade may still have been accepted:"
                                    + " posting it again with this ref_id is safe",
                            RETRY_AFTER)
                    .with("ref_id", refId.value());
        }
    }
}
