package io.trakkit.ingest.trade;

import io.trakkit.domain.AcceptedTrade;
import io.trakkit.domain.ClientId;
import io.trakkit.domain.RefId;
import io.trakkit.domain.TradeEvent;
import io.trakkit.ingest.database.Database;
import io.trakkit.ingest.database.DatabaseUnavailableException;
import io.trakkit.ingest.log.LogUnavailableException;
import io.trakkit.ingest.log.TradeLog;
import io.trakkit.ingest.request.IdempotencyKey;
import io.trakkit.ingest.request.Ids;
import io.trakkit.ingest.request.TraceParent;
import io.trakkit.store.LogPosition;
import io.trakkit.store.TradeLookups;
import io.trakkit.store.TradeLookups.Known;
import io.trakkit.wire.http.Problem;
import io.trakkit.wire.http.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Publishes new trades. A repeat of what this instance has published before needs no second record in the log. */
@Component
final class TradePosting {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final TradeLog log;
    private final RecentTrades recent;
    private final Database database;
    private final TradeLookups lookups;

    TradePosting(TradeLog log, RecentTrades recent, Database database) {
        this.log = log;
        this.recent = recent;
        this.database = database;
        lookups = new TradeLookups(database.jdbc());
    }

    /**
     * What came of a post.
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
     * @throws ProblemException if its ref_id is known here with other content, or Kafka has not acknowledged
     */
    Result post(
            ClientId client,
            TradeReader.Posted posted,
            Instant receivedAt,
            Optional<IdempotencyKey> idempotencyKey,
            TraceParent trace) {
        RefId refId = posted.trade().refId();
        UUID eventId = idempotencyKey
                .map(key -> Ids.determined(client, "create", refId.value(), key))
                .orElseGet(() -> Ids.atRandom(receivedAt));
        var event = new TradeEvent.Created(eventId, client, receivedAt, posted.trade(), posted.executedAtDefaulted());
        return repeated(event).orElseGet(() -> published(event, trace));
    }

    private Optional<Result> repeated(TradeEvent.Created event) {
        Optional<RecentTrade> known = recent.find(event.client(), event.trade().refId());
        if (known.filter(trade -> !trade.creation().equals(event.fingerprint())).isPresent()) {
            if (isStored(event)) {
                // What was remembered lost its ref_id to this trade, on its way through another instance.
                known.flatMap(RecentTrade::published)
                        .ifPresent(lost -> recent.forget(lost.client(), lost.refId(), lost.origin()));
                return Optional.empty();
            }
            throw new ProblemException(
                    Problem.CONFLICT,
                    "Another trade, with other content, already has this ref_id",
                    List.of(),
                    Map.of(
                            "reason",
                            "ref_id_conflict",
                            "ref_id",
                            event.trade().refId().value()));
        }
        return known.filter(trade -> trade.published().isPresent()).map(trade -> new Result(trade, true));
    }

    /** Whether the database has the trade with the content that this creation has. */
    private boolean isStored(TradeEvent.Created event) {
        try {
            return database
                    .read(() -> lookups.find(event.client(), event.trade().refId()))
                    .stream()
                    .anyMatch(known -> known instanceof Known.Accepted(AcceptedTrade trade)
                            && trade.fingerprint().equals(event.fingerprint()));
        } catch (DatabaseUnavailableException e) {
            return false;
        }
    }

    private Result published(TradeEvent.Created event, TraceParent trace) {
        RefId refId = event.trade().refId();
        try {
            LogPosition position = log.publish(event, trace);
            RecentTrade trade = RecentTrade.created(event, position);
            recent.remember(event.client(), trade);
            return new Result(trade, false);
        } catch (LogUnavailableException e) {
            throw ProblemException.unavailable(
                            e.getMessage() + ". The trade may have been taken all the same;"
                                    + " to post it again with this ref_id is safe",
                            RETRY_AFTER)
                    .with("ref_id", refId.value());
        }
    }
}
