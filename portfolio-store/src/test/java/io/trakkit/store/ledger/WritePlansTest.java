package io.trakkit.store.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.postgres.BatchSession;
import io.trakkit.store.testing.RowsRead;
import io.trakkit.store.testing.TestDatabase;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a batch looks up to write, it looks up row by row, whatever the planner believes of the tables: also in the first
 * minutes of a database, before anything was analysed, and when the statistics are those of an empty table.
 */
class WritePlansTest {

    private static final TestDatabase NEVER_ANALYSED = TestDatabase.create();
    private static final TestDatabase ANALYSED_WHILE_EMPTY = TestDatabase.create();
    private static final TestDatabase ANALYSED = TestDatabase.create();

    @BeforeAll
    static void fill() {
        ANALYSED_WHILE_EMPTY.jdbc().sql("ANALYZE").update();
        for (TestDatabase database : List.of(NEVER_ANALYSED, ANALYSED_WHILE_EMPTY, ANALYSED)) {
            FilledTables.fill(database, 20_000);
        }
        ANALYSED.jdbc().sql("ANALYZE").update();
    }

    @AfterAll
    static void close() {
        List.of(NEVER_ANALYSED, ANALYSED_WHILE_EMPTY, ANALYSED).forEach(TestDatabase::close);
    }

    /** Of another generation, such as a replay builds, the statistics of the first one say that there is nothing of it. */
    @ParameterizedTest(name = "{0} keys")
    @ValueSource(ints = {10, 100, 1000})
    void rowsAreReadOnceInAGenerationThatNoStatisticsKnow(int count) {
        try (TestDatabase database = TestDatabase.create()) {
            FilledTables.fill(database, 20_000);
            database.jdbc().sql("ANALYZE").update();
            database.jdbc().sql("""
                    INSERT INTO generations (generation, fold_version, state) VALUES (2, 1, 'building');
                    INSERT INTO summaries (client_id, generation, portfolio_id, ticker, held, cost, realised, last_executed_at,
                       last_side, last_ref_id, since_checkpoint, trades, version, updated_at)
                    SELECT client_id, 2, portfolio_id, ticker, held, cost, realised, last_executed_at, last_side, last_ref_id,
                           since_checkpoint, trades, version, updated_at
                    FROM summaries;
                    INSERT INTO trades (client_id, generation, ref_id, portfolio_id, ticker, user_id, side, security_type, volume,
                       price, status, executed_at, state, version, fingerprint, created_at, updated_at)
                    SELECT client_id, 2, ref_id, portfolio_id, ticker, user_id, side, security_type, volume, price,
                           status, executed_at, state, version, fingerprint, created_at, updated_at
                    FROM trades;
                    """).update();

            assertReadsOnce(database, 2, count);
        }
    }

    @ParameterizedTest(name = "{0} keys, {1}")
    @CsvSource({
        "10, never",
        "100, never",
        "1000, never",
        "10, empty",
        "100, empty",
        "1000, empty",
        "10, fresh",
        "100, fresh",
        "1000, fresh"
    })
    void rowsAreReadOnceForEachStatement(int count, String statistics) {
        TestDatabase database = switch (statistics) {
            case "never" -> NEVER_ANALYSED;
            case "empty" -> ANALYSED_WHILE_EMPTY;
            default -> ANALYSED;
        };
        assertReadsOnce(database, 1, count);
    }

    /**
     * The lists' indexes have the ref_id in their last place, and to a planner that takes a table for small one index is
     * as good as another: it went through a whole one for each trade, seven seconds for 1,000 among 100,000.
     */
    @ParameterizedTest(name = "{0} trades")
    @ValueSource(ints = {1_000, 5_000, 20_000, 50_000})
    void tradesAreLookedUpByTheirKeyAlone(int rows) {
        try (TestDatabase database = TestDatabase.create()) {
            FilledTables.fill(database, rows);
            database.transactions().executeWithoutResult(transaction -> {
                new BatchSession(database.jdbc()).begin();
                write(database, 1, 1_000);
                transaction.setRollbackOnly();
                database.jdbc()
                        .sql("SELECT pg_stat_force_next_flush()::text")
                        .query(String.class)
                        .single();
            });

            assertThat(scansOfListIndexes(database)).isZero();
        }
    }

    private static long scansOfListIndexes(TestDatabase database) {
        return database.jdbc().sql("""
                        SELECT sum(idx_scan) FROM pg_stat_user_indexes
                        WHERE indexrelname IN ('trades_by_execution', 'trades_by_update')
                        """).query(Long.class).single();
    }

    private static void assertReadsOnce(TestDatabase database, int generation, int count) {
        database.transactions().executeWithoutResult(transaction -> {
            new BatchSession(database.jdbc()).begin();
            long summariesBefore = RowsRead.of(database.jdbc(), "summaries");
            long tradesBefore = RowsRead.of(database.jdbc(), "trades");
            write(database, generation, count);
            assertThat(RowsRead.of(database.jdbc(), "summaries") - summariesBefore)
                    .isLessThanOrEqualTo(3L * count);
            assertThat(RowsRead.of(database.jdbc(), "trades") - tradesBefore).isLessThanOrEqualTo(4L * count);
            transaction.setRollbackOnly();
        });
    }

    private static void write(TestDatabase database, int generation, int count) {
        Summaries summaries = new Summaries(database.jdbc());
        Collection<Summaries.Locked> locked = summaries.lock(
                generation,
                IntStream.rangeClosed(1, count)
                        .mapToObj(WritePlansTest::key)
                        .collect(Collectors.toCollection(TreeSet::new)));
        assertThat(locked).hasSize(count);
        summaries.save(locked);

        Trades trades = new Trades(database.jdbc());
        List<RefId> refIds = IntStream.rangeClosed(1, count)
                .mapToObj(n -> new RefId("r" + n))
                .toList();
        var found = trades.find(
                generation,
                refIds.stream()
                        .map(refId -> new Journal.RefKey(ClientId.DEFAULT, refId))
                        .toList());
        assertThat(found).hasSize(count);
        trades.update(generation, found);
        Map<RefId, FoldOutcome> outcomes = refIds.stream()
                .collect(Collectors.toMap(Function.identity(), _ -> FoldOutcome.rejected(BigDecimal.ONE)));
        trades.setOutcomes(generation, ClientId.DEFAULT, outcomes);
    }

    private static PositionKey key(int n) {
        return new PositionKey(ClientId.DEFAULT, new PortfolioId(1 + n % 100), new Ticker("T" + n));
    }
}
