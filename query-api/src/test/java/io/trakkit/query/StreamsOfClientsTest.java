package io.trakkit.query;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.ClientAccount;
import io.trakkit.domain.access.ClientLimits;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import io.trakkit.query.EventStream.Event;
import io.trakkit.store.access.ApiKeys;
import io.trakkit.store.access.ClientAccounts;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.postgres.ClientDataSource;
import io.trakkit.store.postgres.ClientScope;
import io.trakkit.store.testing.SmallWorker;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.HttpAnswer;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The streams of two clients with the same user, tickers and ref_ids, and what ends a stream. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamsOfClientsTest {

    private static final ClientId ANN = new ClientId("ann");
    private static final ClientId BOB = new ClientId("bob");
    private static final long OF_ANN = 1;
    private static final long OF_BOB = 2;
    private static final long BUSY_OF_ANN = 3;
    private static final long BUSY_OF_BOB = 4;
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

    /** A key that is not valid any more is known within 2 s, and streams look every second. */
    private static final Duration END_WITHIN = Duration.ofSeconds(5);

    private final TestDatabase database = TestDatabase.create();
    private final SmallWorker worker = new SmallWorker(database);
    private final LogPartition partition = new LogPartition(UUID.randomUUID(), 0);
    private int offset;
    private Instance app;

    @BeforeAll
    void start() {
        for (ClientId client : List.of(ANN, BOB)) {
            save(client, false);
            boolean isAnn = client.equals(ANN);
            savePortfolio(client, isAnn ? OF_ANN : OF_BOB, "growth");
            savePortfolio(client, isAnn ? BUSY_OF_ANN : BUSY_OF_BOB, "busy");
        }
        // Longer than the test: nothing but the check of its key can end a stream.
        app = new Instance(database, "--trakkit.access.mode=keys", "--trakkit.stream.heartbeat=10m");
    }

    private void savePortfolio(ClientId client, long id, String name) {
        database.jdbc()
                .sql("INSERT INTO portfolios VALUES (?, ?, 'u', ?, '2026-01-01Z', '2026-01-01Z')")
                .params(client.value(), id, name)
                .update();
    }

    @AfterAll
    void stop() {
        app.close();
        database.close();
    }

    @Test
    void noEventOfAClientReachesAnotherOne() {
        String ann = key(ANN, Optional.empty()).reveal();
        String bob = key(BOB, Optional.empty()).reveal();
        try (EventStream ofAnn = open(OF_ANN, ann);
                EventStream ofBob = open(OF_BOB, bob)) {
            for (int i = 1; i <= 30; i++) {
                String ticker = "T" + i % 3;
                buy(ANN, OF_ANN, "r-" + i, ticker, "1");
                buy(BOB, OF_BOB, "r-" + i, ticker, "1000");
                if (i % 10 == 0) {
                    // So that states between the first and the last are sent.
                    String cost = Integer.toString(i);
                    ofAnn.await(event -> event.isReturnsWith("/cost", cost));
                    ofBob.await(event -> event.isReturnsWith("/cost", cost + "000"));
                }
            }

            assertThat(ofAnn.events())
                    .hasSizeGreaterThan(9)
                    .allMatch(event -> cost(event).compareTo(new BigDecimal(30)) <= 0);
            assertThat(ofBob.events())
                    .hasSizeGreaterThan(9)
                    .allMatch(event ->
                            cost(event).remainder(new BigDecimal(1_000)).signum() == 0);
        }
    }

    @Test
    void aClientWithAllItsConnectionsInUseStopsNoStream() throws SQLException {
        HikariDataSource pool = app.bean(HikariDataSource.class);
        List<Connection> inUse = new ArrayList<>();
        try (EventStream ofAnn = open(BUSY_OF_ANN, key(ANN, Optional.empty()).reveal());
                EventStream ofBob = open(BUSY_OF_BOB, key(BOB, Optional.empty()).reveal())) {
            try (var _ = ClientScope.enter(ANN)) {
                for (int i = 0; i < pool.getMaximumPoolSize() - 1; i++) {
                    inUse.add(new ClientDataSource(pool).getConnection());
                }
            }
            buy(ANN, BUSY_OF_ANN, "busy", "BUSY", "7");
            buy(BOB, BUSY_OF_BOB, "busy", "BUSY", "7000");

            ofBob.await(event -> event.isOf("BUSY"));
            ofAnn.await(event -> event.isOf("BUSY"));
        } finally {
            for (Connection connection : inUse) {
                connection.close();
            }
        }
    }

    /** The policy makes each read of a position of ann's a division by zero. */
    @Test
    void aClientWhosePositionsCannotBeReadStopsItsOwnStreamsOnly() {
        String bob = key(BOB, Optional.empty()).reveal();
        try (EventStream ofAnn = open(BUSY_OF_ANN, key(ANN, Optional.empty()).reveal());
                EventStream ofBob = open(BUSY_OF_BOB, bob)) {
            database.jdbc().sql("""
                    CREATE POLICY fails ON summaries AS RESTRICTIVE FOR SELECT
                    USING (client_id <> 'ann' OR 1 / (version - version) = 1)
                    """).update();
            try {
                buy(ANN, BUSY_OF_ANN, "unread", "UNREAD", "8");
                buy(BOB, BUSY_OF_BOB, "unread", "UNREAD", "8000");

                ofBob.await(event -> event.isOf("UNREAD"));
                open(BUSY_OF_BOB, bob).close();
                assertThat(ofAnn.events()).noneMatch(event -> event.isOf("UNREAD"));
            } finally {
                database.jdbc().sql("DROP POLICY fails ON summaries").update();
            }

            ofAnn.await(event -> event.isOf("UNREAD"));
        }
    }

    private static BigDecimal cost(Event event) {
        return new BigDecimal(event.data().get("cost").asString());
    }

    @Test
    void theStreamOfAnotherClientsPortfolioIsAnsweredAsAnAbsentOne() {
        String ann = key(ANN, Optional.empty()).reveal();

        HttpAnswer foreign = get(OF_BOB, ann);
        HttpAnswer absent = get(999, ann);

        assertThat(foreign.status()).isEqualTo(404).isEqualTo(absent.status());
        assertThat(foreign.text().replace("/2/", "/ID/").replace(" 2", " ID"))
                .isEqualTo(absent.text().replace("/999/", "/ID/").replace(" 999", " ID"));
        assertThat(foreign.response().headers().map().keySet())
                .isEqualTo(absent.response().headers().map().keySet());
    }

    @Test
    void aStreamEndsOnceItsKeyIsRevoked() {
        ApiKey key = key(ANN, Optional.empty());
        String other = key(ANN, Optional.empty()).reveal();
        try (EventStream stream = open(OF_ANN, key.reveal());
                EventStream goesOn = open(OF_ANN, other)) {
            new ApiKeys(database.jdbc()).save(issued(key, ANN, Optional.empty()).revoked(NOW));

            assertEndsInTime(stream);
            assertThat(get(OF_ANN, key.reveal()).status()).isEqualTo(401);
            assertThat(goesOn.isOver()).isFalse();
        }
    }

    @Test
    void aStreamEndsOnceItsKeyExpires() {
        ApiKey key = key(ANN, Optional.of(Instant.now().plusSeconds(3)));
        try (EventStream stream = open(OF_ANN, key.reveal())) {
            assertEndsInTime(stream);
        }
    }

    @Test
    void aStreamEndsOnceItsClientIsSuspended() {
        try (EventStream stream = open(OF_BOB, key(BOB, Optional.empty()).reveal())) {
            save(BOB, true);

            assertEndsInTime(stream);
        } finally {
            save(BOB, false);
        }
        String key = key(BOB, Optional.empty()).reveal();
        patiently()
                .until(() -> app.http()
                                .get("/api/v1/portfolio/", "Authorization", "Bearer " + key)
                                .status()
                        == 200);
    }

    private static void assertEndsInTime(EventStream stream) {
        long start = System.nanoTime();
        Event end = stream.await(event -> event.name().equals("end"));
        assertThat(Duration.ofNanos(end.receivedAt() - start)).isLessThan(END_WITHIN);
        assertThat(end.data().get("reason").stringValue()).isEqualTo("access_ended");
        patiently().until(stream::isOver);
    }

    /** Opens a stream and waits for the present state. */
    private EventStream open(long portfolio, String key) {
        EventStream stream = EventStream.open(app.port(), path(portfolio), "Authorization", "Bearer " + key);
        stream.awaitPresent();
        return stream;
    }

    private HttpAnswer get(long portfolio, String key) {
        return app.http().get(path(portfolio), "Authorization", "Bearer " + key);
    }

    private static String path(long portfolio) {
        return "/api/v1/portfolio/" + portfolio + "/stream/";
    }

    private void buy(ClientId client, long portfolio, String refId, String ticker, String price) {
        Trade trade = new Trade(
                new RefId(refId),
                new UserId("u"),
                new PortfolioId(portfolio),
                Side.BUY,
                SecurityType.STOCK,
                new Ticker(ticker),
                Volume.of("1"),
                Price.of(price),
                TradeStatus.SUCCESS,
                NOW);
        worker.apply(new TradeEvent.Created(UUID.randomUUID(), client, NOW, trade, false), partition.at(offset++));
    }

    private void save(ClientId client, boolean suspended) {
        new ClientAccounts(database.jdbc())
                .save(new ClientAccount(
                        client,
                        client.value(),
                        new CurrencyCode("USD"),
                        suspended,
                        ClientLimits.DEFAULT,
                        List.of(),
                        NOW,
                        NOW));
    }

    private ApiKey key(ClientId client, Optional<Instant> expiresAt) {
        ApiKey key = ApiKey.generate(new SecureRandom());
        new ApiKeys(database.jdbc()).save(issued(key, client, expiresAt));
        return key;
    }

    private static IssuedKey issued(ApiKey key, ClientId client, Optional<Instant> expiresAt) {
        return new IssuedKey(
                key.id(),
                key.hash(),
                Optional.of(client),
                Set.of(Scope.READ),
                Optional.empty(),
                "test",
                NOW,
                expiresAt,
                Optional.empty(),
                false);
    }
}
