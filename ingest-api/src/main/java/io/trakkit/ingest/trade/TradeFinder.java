package io.trakkit.ingest.trade;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.position.AcceptedTrade;
import io.trakkit.domain.trade.RefId;
import io.trakkit.ingest.database.Database;
import io.trakkit.ingest.database.DatabaseUnavailableException;
import io.trakkit.ingest.outcome.OutcomePoller;
import io.trakkit.ingest.outcome.OutcomePoller.WaitResult;
import io.trakkit.ingest.publish.LogEnd;
import io.trakkit.ingest.publish.LogUnavailableException;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.query.trades.KnownTrade;
import io.trakkit.store.query.trades.KnownTrades;
import io.trakkit.store.query.trades.RefusedTrade;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.stereotype.Component;

/**
 * Finds the trade to amend: in the database, in this instance's cache, or in the log. The database is asked first:
 * it knows which trade has the ref_id. What it does not know yet, this instance's memory may. What neither knows may
 * be on its way from another instance: then the worker is waited for until it has passed everything that is in the
 * log now. Only after that a trade that is not there is none.
 */
@Component
final class TradeFinder {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final RecentTrades recent;
    private final Database database;
    private final KnownTrades knownTrades;
    private final LogEnd logEnd;
    private final OutcomePoller poller;

    TradeFinder(RecentTrades recent, Database database, LogEnd logEnd, OutcomePoller poller) {
        this.recent = recent;
        this.database = database;
        knownTrades = new KnownTrades(database.jdbc());
        this.logEnd = logEnd;
        this.poller = poller;
    }

    /**
     * A trade as it is known.
     *
     * @param version its version in the database; empty where it is not there yet, or the database can't be asked
     */
    record Found(RecentTrade trade, OptionalLong version) {

        private static Found remembered(RecentTrade trade) {
            return new Found(trade, OptionalLong.empty());
        }
    }

    /** @throws ProblemException if there is no such trade, if it was refused, or if that is not known yet */
    Found find(ClientId client, RefId refId) {
        Optional<RecentTrade> remembered = recent.find(client, refId);
        Optional<KnownTrade> stored;
        try {
            stored = database.read(() -> knownTrades.find(client, refId));
        } catch (DatabaseUnavailableException _) {
            return remembered
                    .map(Found::remembered)
                    .orElseThrow(() -> ProblemException.unavailable(
                            "Cannot look up trade " + refId + ": the database is unavailable. Retry in 2 s",
                            RETRY_AFTER));
        }
        return stored.map(known -> found(refId, remembered, known))
                .or(() -> remembered.map(Found::remembered))
                .orElseGet(() -> afterTheLogEnd(client, refId));
    }

    private static Found found(RefId refId, Optional<RecentTrade> remembered, KnownTrade stored) {
        return switch (stored) {
            case KnownTrade.Accepted(AcceptedTrade trade) ->
                new Found(
                        remembered.map(known -> known.orStored(trade)).orElseGet(() -> RecentTrade.stored(trade)),
                        OptionalLong.of(trade.version()));
            case KnownTrade.Refused(RefusedTrade refused) ->
                // A later creation of the same ref_id may be on its way.
                remembered
                        .filter(known -> known.published()
                                .filter(published -> !published.origin().equals(refused.origin()))
                                .isPresent())
                        .map(Found::remembered)
                        .orElseThrow(() -> DeadLetterProblems.problem(refId, refused.reason(), refused.detail()));
        };
    }

    private Found afterTheLogEnd(ClientId client, RefId refId) {
        WaitResult<Boolean> passed;
        Optional<KnownTrade> stored;
        try {
            Map<LogPartition, Long> ends = logEnd.now();
            passed = poller.awaitProgress(ends, PATIENCE);
            stored = database.read(() -> knownTrades.find(client, refId));
        } catch (LogUnavailableException | DatabaseUnavailableException e) {
            throw notKnownYet(refId);
        }
        return stored.map(known -> found(refId, Optional.empty(), known)).orElseThrow(() -> switch (passed) {
            case WaitResult.Came<Boolean> _ -> noTrade(refId);
            case WaitResult.TimePassed<Boolean> _, WaitResult.Full<Boolean> _ -> notKnownYet(refId);
        });
    }

    static ProblemException noTrade(RefId refId) {
        return ProblemException.of(Problem.NOT_FOUND, "No trade has the ref_id " + refId);
    }

    private static ProblemException notKnownYet(RefId refId) {
        return ProblemException.unavailable(
                "Trade " + refId + " may be among the records that are not processed yet. Retry in 2 s", RETRY_AFTER);
    }
}
