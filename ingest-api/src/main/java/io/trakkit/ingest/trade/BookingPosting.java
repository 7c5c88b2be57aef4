package io.trakkit.ingest.trade;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.EventIds;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.BookingKind;
import io.trakkit.domain.trade.RefId;
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

/** Publishes new trades and activities. A repeat of what this instance has published before needs no second record in the log. */
@Component
final class BookingPosting {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final TradeLog log;
    private final DuplicateCheck duplicateCheck;
    private final UsedKeys keys;

    BookingPosting(TradeLog log, DuplicateCheck duplicateCheck, UsedKeys keys) {
        this.log = log;
        this.duplicateCheck = duplicateCheck;
        this.keys = keys;
    }

    /**
     * The result of a post.
     *
     * @param booking as it is known here, its creation's place in the log included
     * @param repeat whether it had been published before
     */
    record Result(RecentBooking booking, boolean repeat) {}

    /** The ref_id of what the caller gave none: the same for the same Idempotency-Key, else a new one. */
    static RefId generatedRefId(ClientId client, Optional<IdempotencyKey> idempotencyKey, Instant now) {
        UUID id = idempotencyKey
                .map(key -> Ids.determined(client, "name", "", key))
                .orElseGet(() -> Ids.atRandom(now));
        return new RefId(id.toString());
    }

    /**
     * Publishes a trade or an activity and waits for the acknowledgement.
     *
     * @throws ProblemException if its ref_id or its key is known here with other content, or Kafka has not acknowledged
     */
    Result post(
            ClientId client,
            BookingReader.Posted posted,
            Instant receivedAt,
            Optional<IdempotencyKey> idempotencyKey,
            TraceParent trace) {
        UUID eventId = idempotencyKey.map(key -> Ids.ofRequest(client, key)).orElseGet(() -> Ids.atRandom(receivedAt));
        TradeEvent.Creation event = posted.event(eventId, client, receivedAt);
        if (idempotencyKey.isPresent()) {
            requireUnused(event);
        }
        return repeated(event).orElseGet(() -> published(event, trace));
    }

    private void requireUnused(TradeEvent.Creation event) {
        keys.find(event.client(), event.eventId())
                .filter(earlier -> !keys.isRepeat(event, earlier))
                .ifPresent(earlier -> {
                    throw UsedKeys.alreadyUsed(earlier.type(), event.type());
                });
    }

    private Optional<Result> repeated(TradeEvent.Creation event) {
        return switch (duplicateCheck.check(event)) {
            case DuplicateCheck.DuplicateStatus.New _ -> Optional.empty();
            case DuplicateCheck.DuplicateStatus.Repeat(RecentBooking booking) -> {
                booking.published().ifPresent(published -> remember(event, published.origin()));
                yield Optional.of(new Result(booking, true));
            }
            case DuplicateCheck.DuplicateStatus.Conflict conflict ->
                throw DeadLetterProblems.problem(
                        event.booked().refId(),
                        conflict.ofOneKey(event)
                                ? DeadLetterReason.IDEMPOTENCY_KEY_REUSED
                                : DeadLetterReason.REF_ID_CONFLICT,
                        conflict.inWords(event, "this " + noun(event)));
        };
    }

    private void remember(TradeEvent.Creation event, LogPosition position) {
        if (EventIds.isOfKey(event.eventId())) {
            keys.remember(event, position);
        }
    }

    private Result published(TradeEvent.Creation event, TraceParent trace) {
        RefId refId = event.booked().refId();
        try {
            LogPosition position = log.publish(event, trace);
            remember(event, position);
            return new Result(duplicateCheck.remember(event, position), false);
        } catch (LogUnavailableException e) {
            throw ProblemException.unavailable(
                            e.getMessage() + ". The " + noun(event) + " may still have been accepted:"
                                    + " posting it again with this ref_id is safe",
                            RETRY_AFTER)
                    .with("ref_id", refId.value());
        }
    }

    private static String noun(TradeEvent.Creation event) {
        return BookingKind.of(event.booked()).noun();
    }
}
