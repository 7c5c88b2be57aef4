package io.trakkit.worker.testing;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.testing.TradeCopies;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.store.testing.TestDatabase;
import java.util.stream.LongStream;

/** Two clients, each with three portfolios of the same user under the same names. */
public final class TwoClients {

    public static final ClientId ALPHA = new ClientId("alpha");
    public static final ClientId BETA = new ClientId("beta");

    /** Portfolio 1 of alpha is 11 of beta. */
    private static final long BETA_OFFSET = 10;

    private TwoClients() {}

    public static void insertPortfolios(TestDatabase database, ClientId client) {
        database.jdbc()
                .sql("INSERT INTO clients (client_id) VALUES (?)")
                .param(client.value())
                .update();
        LongStream.rangeClosed(1, 3)
                .forEach(number -> database.jdbc()
                        .sql("INSERT INTO portfolios VALUES (?, ?, 'u-1', ?, '2026-01-01Z', '2026-01-01Z')")
                        .params(
                                client.value(),
                                portfolio(client, new PortfolioId(number)).value(),
                                "Savings " + number)
                        .update());
    }

    /** The portfolio of a client under the number that it has with {@link #ALPHA}. */
    public static PortfolioId portfolio(ClientId client, PortfolioId number) {
        return client.equals(BETA) ? new PortfolioId(number.value() + BETA_OFFSET) : number;
    }

    /** The same event of a client, in the portfolio of that client. */
    public static TradeEvent of(ClientId client, TradeEvent event) {
        return claimed(client, portfolio(client, event.key().portfolio()), event);
    }

    /** The same event of a client, in a portfolio that may be another client's. */
    public static TradeEvent claimed(ClientId client, PortfolioId portfolio, TradeEvent event) {
        PositionKey key = new PositionKey(client, portfolio, event.key().ticker());
        return switch (event) {
            case TradeEvent.Created created ->
                new TradeEvent.Created(
                        created.eventId(),
                        client,
                        created.occurredAt(),
                        TradeCopies.inPortfolio(created.trade(), portfolio.value()),
                        created.executedAtDefaulted());
            case TradeEvent.Amended amended ->
                new TradeEvent.Amended(
                        amended.eventId(),
                        client,
                        amended.occurredAt(),
                        key,
                        amended.refId(),
                        amended.amendment(),
                        amended.expectedVersion());
            case TradeEvent.ActivityCreated created ->
                new TradeEvent.ActivityCreated(
                        created.eventId(),
                        client,
                        created.occurredAt(),
                        inPortfolio(created.activity(), portfolio),
                        created.executedAtDefaulted());
            case TradeEvent.ActivityAmended amended ->
                new TradeEvent.ActivityAmended(
                        amended.eventId(),
                        client,
                        amended.occurredAt(),
                        key,
                        amended.refId(),
                        amended.amendment(),
                        amended.expectedVersion());
            case TradeEvent.RecalculationRequested requested ->
                new TradeEvent.RecalculationRequested(requested.eventId(), client, requested.occurredAt(), key);
        };
    }

    private static Activity inPortfolio(Activity activity, PortfolioId portfolio) {
        return new Activity(
                activity.refId(),
                activity.user(),
                portfolio,
                activity.ticker(),
                activity.terms(),
                activity.status(),
                activity.executedAt(),
                activity.tax(),
                activity.conversion());
    }
}
