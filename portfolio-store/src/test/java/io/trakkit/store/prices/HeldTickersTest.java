package io.trakkit.store.prices;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.value.Ticker;
import io.trakkit.store.testing.Plan;
import io.trakkit.store.testing.PlanWatch;
import io.trakkit.store.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeldTickersTest {

    private final TestDatabase database = TestDatabase.create();
    private final HeldTickers held = new HeldTickers(database.jdbc());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aTickerCountsIfAnyoneOfAnyClientHoldsItInTheLiveReadModel() {
        assertThat(held.all()).isEmpty();
        database.jdbc().sql("INSERT INTO clients VALUES ('another')").update();
        database.jdbc().sql("""
                        INSERT INTO portfolios (client_id, portfolio_id, user_id, name, created_at, updated_at) VALUES
                            ('default', 1, 'u', 'a', '2026-01-01Z', '2026-01-01Z'),
                            ('default', 2, 'u', 'b', '2026-01-01Z', '2026-01-01Z'),
                            ('another', 3, 'u', 'c', '2026-01-01Z', '2026-01-01Z')
                        """).update();
        database.jdbc()
                .sql("INSERT INTO generations (generation, fold_version, state) VALUES (7, 1, 'former')")
                .update();
        summary("default", 1, 1, "AAPL", 0);
        summary("default", 1, 2, "AAPL", 5);
        summary("default", 1, 1, "SOLD", 0);
        summary("another", 1, 3, "MSFT", 1);
        summary("default", 7, 1, "OLD", 1);

        assertThat(held.all()).containsExactly(new Ticker("AAPL"), new Ticker("MSFT"));
    }

    private void summary(String client, int generation, long portfolio, String ticker, int amount) {
        database.jdbc()
                .sql("""
                        INSERT INTO summaries (client_id, generation, portfolio_id, ticker, held, cost, realised,
                            last_executed_at, last_side, last_ref_id, since_checkpoint, trades, version, updated_at)
                        VALUES (:client, :generation, :portfolio, :ticker, :held, 0, 0, '2026-01-01Z', 1, 'r1', 0, 1, 1, '2026-01-01Z')
                        """)
                .param("client", client)
                .param("generation", generation)
                .param("portfolio", portfolio)
                .param("ticker", ticker)
                .param("held", amount)
                .update();
    }

    @Test
    void fortyTickersOfManyPositionsAreFoundByIndex() {
        database.jdbc().sql("""
                        INSERT INTO portfolios (client_id, portfolio_id, user_id, name, created_at, updated_at)
                        SELECT 'default', p, 'u', 'p' || p, '2026-01-01Z', '2026-01-01Z' FROM generate_series(1, 4000) AS p
                        """).update();
        database.jdbc().sql("""
                        INSERT INTO summaries (client_id, generation, portfolio_id, ticker, held, cost, realised,
                            last_executed_at, last_side, last_ref_id, since_checkpoint, trades, version, updated_at)
                        SELECT 'default', 1, p, 'T' || (p + t) % 40, p % 3, 0, 0, '2026-01-01Z', 1, 'r1', 0, 1, 1, '2026-01-01Z'
                        FROM generate_series(1, 4000) AS p, generate_series(0, 1) AS t
                        """).update();
        database.jdbc().sql("ANALYZE summaries").update();
        try (PlanWatch watch = new PlanWatch(database, false)) {
            assertThat(new HeldTickers(watch.jdbc()).all()).hasSize(40);
            Plan plan = watch.takePlans().getFirst();
            assertThat(plan.indexes()).contains("summaries_by_ticker");
            assertThat(plan.scannedTables()).doesNotContain("summaries");
            assertThat(plan.rowsLookedAt()).isLessThan(1_000);
        }
    }
}
