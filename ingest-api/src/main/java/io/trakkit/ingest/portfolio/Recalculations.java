package io.trakkit.ingest.portfolio;

import io.trakkit.domain.ClientId;
import io.trakkit.domain.PortfolioId;
import io.trakkit.domain.PositionKey;
import io.trakkit.domain.Ticker;
import io.trakkit.domain.TradeEvent;
import io.trakkit.ingest.database.Database;
import io.trakkit.ingest.database.DatabaseUnavailableException;
import io.trakkit.ingest.log.LogUnavailableException;
import io.trakkit.ingest.log.TradeLog;
import io.trakkit.ingest.request.IdempotencyKey;
import io.trakkit.ingest.request.Ids;
import io.trakkit.ingest.request.TraceParent;
import io.trakkit.store.Portfolios;
import io.trakkit.wire.http.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Asks for the summaries of a portfolio to be folded again from all its trades: through the log, an event per ticker. */
@Component
final class Recalculations {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Database database;
    private final Portfolios portfolios;
    private final TradeLog log;
    private final Clock clock;

    Recalculations(Database database, TradeLog log, Clock clock) {
        this.database = database;
        portfolios = new Portfolios(database.jdbc());
        this.log = log;
        this.clock = clock;
    }

    /**
     * Requests the recalculation of every ticker that the portfolio has been traded in.
     *
     * @return how many there are
     * @throws ProblemException if there is no such portfolio, or not all requests were acknowledged
     */
    int request(ClientId client, PortfolioId portfolio, Optional<IdempotencyKey> idempotencyKey, TraceParent trace) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<TradeEvent.RecalculationRequested> events = tickers(client, portfolio).stream()
                .map(ticker -> new PositionKey(client, portfolio, ticker))
                .map(key -> new TradeEvent.RecalculationRequested(eventId(key, idempotencyKey, now), client, now, key))
                .toList();
        try {
            log.publishAll(events, trace);
            return events.size();
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

    private static UUID eventId(PositionKey key, Optional<IdempotencyKey> idempotencyKey, Instant now) {
        return idempotencyKey
                .map(given -> Ids.determined(key.client(), "recalculate", key.logKey(), given))
                .orElseGet(() -> Ids.atRandom(now));
    }
}
