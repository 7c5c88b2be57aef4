package io.trakkit.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.portfolios.Portfolios;
import io.trakkit.store.testing.TestDatabase;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was read once is read again as soon as anything in it has changed. */
class HoldingsTest {

    private static final Ticker AMZN = new Ticker("AMZN");
    private static final Ticker IBM = new Ticker("IBM");

    private final TestDatabase database = TestDatabase.create();
    private final PortfolioId savings = portfolio("Savings");
    private final Holdings holdings = new Holdings(database.jdbc());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatHasNotChangedIsNotReadAgain() {
        put(savings, IBM, "7", "700", "0");
        put(savings, AMZN, "0", "0", "12.5");

        SequencedMap<Ticker, HeldPosition> first = held(savings);

        assertThat(first.keySet()).containsExactly(AMZN, IBM);
        assertThat(first.get(IBM)).isEqualTo(holding("7", "700", "0"));
        assertThat(held(savings)).isSameAs(first);
    }

    @Test
    void aChangeByHandIsSeenThoughVersionAndTimeAreTheSame() {
        put(savings, IBM, "7", "700", "0");
        assertSeen(
                "held = 8",
                "cost = 700.00000000000000000001",
                "realised = -1",
                "realised = 1",
                "last_price = 10000, last_traded_at = '2026-01-02T00:00:00.000001Z'",
                "local_currency = 'EUR', local_cost = 5, local_realised = 1, last_currency = 'EUR', last_fx_rate = 2");
        HeldPosition last = Objects.requireNonNull(held(savings).get(IBM));
        assertThat(last.position().held()).isEqualTo("8");
        assertThat(Objects.requireNonNull(last.lastTrade()).time()).isEqualTo("2026-01-02T00:00:00.000001Z");
    }

    /** In one transaction, which is the same one for all states of the rows. */
    @Test
    void eachOfVersionRefoldsAndTimeTellsTheStatesOfARowApart() {
        put(savings, AMZN, "1", "100", "5");
        put(savings, IBM, "2", "200", "6");
        database.transactions().executeWithoutResult(_ -> {
            database.jdbc().sql("UPDATE summaries SET version = 1").update();
            assertSeen(
                    "held = 8, version = version + 1",
                    "held = 9, refolds = refolds + 1",
                    "held = 7, updated_at = updated_at + interval '1 microsecond'");
        });
    }

    /** A sum of versions would be the same. */
    @Test
    void rowsThatChangePlacesAreSeen() {
        put(savings, AMZN, "1", "100", "5");
        put(savings, IBM, "2", "200", "6");
        database.transactions().executeWithoutResult(_ -> {
            database.jdbc()
                    .sql("UPDATE summaries SET version = held, updated_at = '2026-01-02Z'")
                    .update();
            assertSeen("held = 3 - held, cost = 300 - cost, version = 3 - version");
        });
    }

    @Test
    void anotherPositionIsSeenAndSoIsOneThatTakesTheFirstOnesPlace() {
        assertThat(held(savings)).isEmpty();
        put(savings, IBM, "7", "700", "0");
        assertThat(held(savings)).containsOnlyKeys(IBM);
        put(savings, AMZN, "1", "1", "0");
        assertThat(held(savings)).containsOnlyKeys(AMZN, IBM);

        database.jdbc()
                .sql("UPDATE summaries SET ticker = 'MSFT' WHERE ticker = 'IBM'")
                .update();

        assertThat(held(savings)).containsOnlyKeys(AMZN, new Ticker("MSFT"));
    }

    @Test
    void whatHasNoTradeYetIsNoPosition() {
        put(savings, IBM, "7", "700", "0");
        held(savings);

        database.jdbc().sql("UPDATE summaries SET version = 0").update();

        assertThat(held(savings)).isEmpty();
    }

    @Test
    void aGenerationThatTakesOverIsSeenThoughItsVersionsAreTheSame() {
        database.transactions().executeWithoutResult(_ -> {
            put(savings, IBM, "7", "700", "0");
            database.jdbc()
                    .sql("INSERT INTO generations VALUES (2, 1, 'building')")
                    .update();
            database.jdbc()
                    .sql(
                            "INSERT INTO summaries (client_id, generation, portfolio_id, ticker, held, cost, realised,"
                                    + " last_executed_at, last_side, last_ref_id, since_checkpoint, trades, version, updated_at)"
                                    + " SELECT client_id, 2, portfolio_id, ticker, 9, cost, realised,"
                                    + " last_executed_at, last_side, last_ref_id, since_checkpoint, trades, version, updated_at FROM summaries")
                    .update();
        });
        held(savings);

        database.jdbc()
                .sql("UPDATE generations SET state = 'former' WHERE generation = 1")
                .update();
        database.jdbc()
                .sql("UPDATE generations SET state = 'live' WHERE generation = 2")
                .update();

        assertThat(held(savings).get(IBM)).isEqualTo(holding("9", "700", "0"));
    }

    @Test
    void theKeyOfThePortfoliosCashIsNoPosition() {
        put(savings, IBM, "7", "700", "0");
        put(savings, Ticker.CASH, "0", "0", "0");

        assertThat(held(savings)).containsOnlyKeys(IBM);
    }

    @Test
    void portfoliosAreKnownApartAndSoAreClients() {
        PortfolioId other = portfolio("Other");
        put(savings, IBM, "7", "700", "0");
        held(savings);

        assertThat(held(other)).isEmpty();
        assertThat(holdings.of(new ClientId("stranger"), savings)).isEmpty();
        assertThat(holdings.of(ClientId.DEFAULT, new PortfolioId(999_999))).isEmpty();
    }

    private void assertSeen(String... changes) {
        for (String change : changes) {
            SequencedMap<Ticker, HeldPosition> before = held(savings);
            database.jdbc().sql("UPDATE summaries SET " + change).update();

            assertThat(held(savings)).as(change).isNotEqualTo(before);
        }
    }

    private PortfolioId portfolio(String name) {
        return new Portfolios(database.jdbc())
                .insert(
                        ClientId.DEFAULT,
                        new UserId("ada"),
                        new PortfolioName(name),
                        Optional.empty(),
                        false,
                        Instant.EPOCH)
                .orElseThrow()
                .id();
    }

    private SequencedMap<Ticker, HeldPosition> held(PortfolioId portfolio) {
        return holdings.of(ClientId.DEFAULT, portfolio).orElseThrow().positions();
    }

    private static HeldPosition holding(String held, String cost, String realised) {
        return new HeldPosition(
                new Position(new BigDecimal(held), new BigDecimal(cost), new BigDecimal(realised)), null);
    }

    private void put(PortfolioId portfolio, Ticker ticker, String held, String cost, String realised) {
        database.jdbc()
                .sql("""
                INSERT INTO summaries (client_id, generation, portfolio_id, ticker, held, cost, realised,
                                       last_executed_at, last_side, last_ref_id, since_checkpoint, trades, version, updated_at)
                SELECT :client, generation, :portfolio, :ticker, :held::numeric, :cost::numeric, :realised::numeric,
                       now(), 1, 'r1', 1, 1, 1, now()
                FROM generations WHERE state = 'live'
                """)
                .param("client", ClientId.DEFAULT.value())
                .param("portfolio", portfolio.value())
                .param("ticker", ticker.value())
                .param("held", held)
                .param("cost", cost)
                .param("realised", realised)
                .update();
    }
}
