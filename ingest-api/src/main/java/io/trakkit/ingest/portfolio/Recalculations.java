package io.trakkit.ingest.portfolio;

import io.trakkit.access.Caller;
import io.trakkit.access.OpenCalls;
import io.trakkit.access.limits.ClientBudgets;
import io.trakkit.access.limits.Permit;
import io.trakkit.domain.event.EventType;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.value.Ticker;
import io.trakkit.ingest.database.Database;
import io.trakkit.ingest.database.DatabaseUnavailableException;
import io.trakkit.ingest.keys.UsedKeys;
import io.trakkit.ingest.publish.LogUnavailableException;
import io.trakkit.ingest.publish.TradeLog;
import io.trakkit.ingest.request.IdempotencyKey;
import io.trakkit.ingest.request.Ids;
import io.trakkit.ingest.request.PacedCall;
import io.trakkit.ingest.request.TraceParent;
import io.trakkit.store.ledger.EventLookups.Known;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.portfolios.Portfolios;
import io.trakkit.wire.http.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Requests that all positions of a portfolio are folded again: an event per ticker. */
@Component
final class Recalculations {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Database database;
    private final Portfolios portfolios;
    private final TradeLog log;
    private final UsedKeys keys;
    private final ClientBudgets budgets;
    private final OpenCalls calls;
    private final Clock clock;

    Recalculations(
            Database database, TradeLog log, UsedKeys keys, ClientBudgets budgets, OpenCalls calls, Clock clock) {
        this.database = database;
        portfolios = new Portfolios(database.jdbc());
        this.log = log;
        this.keys = keys;
        this.budgets = budgets;
        this.calls = calls;
        this.clock = clock;
    }

    /**
     * Requests the recalculation of every ticker that the portfolio has been traded in. It costs as much as a bulk request with
     * a record per ticker, so it counts as one.
     *
     * @return the number of events
     * @throws ProblemException if there is no such portfolio, if the key is known here for another request, if the client has
     *     all the bulk requests that it may have at once, if the caller may no longer call, or if not all requests were
     *     acknowledged
     */
    int request(Caller caller, PortfolioId portfolio, Optional<IdempotencyKey> idempotencyKey, TraceParent trace) {
        ClientId client = caller.client().orElseThrow();
        try (Permit _ = budgets.bulkRequest(client)) {
            PacedCall call = new PacedCall(budgets.bulkRecords(client), calls, caller);
            return request(client, portfolio, idempotencyKey, trace, call);
        }
    }

    private int request(
            ClientId client,
            PortfolioId portfolio,
            Optional<IdempotencyKey> idempotencyKey,
            TraceParent trace,
            PacedCall call) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<Ticker> tickers = tickers(client, portfolio);
        Optional<Known> earlier = idempotencyKey.flatMap(key -> earlier(client, portfolio, key));
        // A retry finds the ticker that had the key's own event_id, though the portfolio may have more tickers by now.
        Optional<Ticker> first = earlier.map(known -> known.key().ticker())
                .or(() -> tickers.stream().findFirst());
        List<TradeEvent.RecalculationRequested> events = tickers.stream()
                .map(ticker -> new TradeEvent.RecalculationRequested(
                        idempotencyKey
                                .map(key -> eventId(client, ticker, first.equals(Optional.of(ticker)), key))
                                .orElseGet(() -> Ids.atRandom(now)),
                        client,
                        now,
                        new PositionKey(client, portfolio, ticker)))
                .toList();
        List<LogPosition> positions = publish(events, trace, call);
        if (idempotencyKey.isPresent()) {
            for (int i = 0; i < events.size(); i++) {
                keys.remember(events.get(i), positions.get(i));
            }
        }
        return events.size();
    }

    private Optional<Known> earlier(ClientId client, PortfolioId portfolio, IdempotencyKey key) {
        Optional<Known> earlier = keys.find(client, Ids.ofRequest(client, key));
        earlier.filter(known -> known.type() != EventType.SUMMARY_RECALCULATION_REQUESTED
                        || !known.key().portfolio().equals(portfolio))
                .ifPresent(known -> {
                    throw UsedKeys.alreadyUsed(known.type(), EventType.SUMMARY_RECALCULATION_REQUESTED);
                });
        return earlier;
    }

    /** One ticker has the key's own event_id, so that no other request can use the key. */
    private static UUID eventId(ClientId client, Ticker ticker, boolean first, IdempotencyKey key) {
        return first ? Ids.ofRequest(client, key) : Ids.determined(client, "recalculate", ticker.value(), key);
    }

    private List<LogPosition> publish(
            List<TradeEvent.RecalculationRequested> events, TraceParent trace, PacedCall call) {
        try {
            return log.publishAll(events, trace, call::awaitTurn);
        } catch (LogUnavailableException e) {
            throw ProblemException.unavailable(
                    "The recalculation was not requested for every ticker: " + e.getMessage() + ". Retry in "
                            + RETRY_AFTER.toSeconds() + " s; a second request does no harm",
                    RETRY_AFTER);
        }
    }

    private List<Ticker> tickers(ClientId client, PortfolioId portfolio) {
        try {
            return database.read(() -> {
                if (portfolios.find(client, portfolio).isEmpty()) {
                    throw PortfolioRegister.unknown(portfolio);
                }
                return portfolios.tickers(client, portfolio);
            });
        } catch (DatabaseUnavailableException _) {
            throw ProblemException.unavailable(
                    "Cannot find the tickers of portfolio " + portfolio + ": the database is unavailable. Retry in "
                            + RETRY_AFTER.toSeconds() + " s",
                    RETRY_AFTER);
        }
    }
}
