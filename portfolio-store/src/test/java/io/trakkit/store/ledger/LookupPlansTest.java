package io.trakkit.store.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.trade.BookingKind;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.update.AcceptedTrade;
import io.trakkit.store.ledger.EventOutcomes.Question;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.portfolios.Portfolios;
import io.trakkit.store.postgres.BatchSession;
import io.trakkit.store.postgres.ClientScope;
import io.trakkit.store.postgres.DatabaseRole;
import io.trakkit.store.query.trades.KnownBookings;
import io.trakkit.store.testing.RowsRead;
import io.trakkit.store.testing.TestDatabase;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** On tables of 100,000 rows the look-ups of the writing side read by index, with fresh and with missing statistics. */
class LookupPlansTest {

    private static final int ROWS = 100_000;
    private static final LogPartition PARTITION =
            new LogPartition(UUID.fromString("00000000-0000-4000-8000-000000000001"), 0);

    private static final TestDatabase WITHOUT_STATISTICS = TestDatabase.create();
    private static final TestDatabase ANALYSED = TestDatabase.create();

    private static final String FILL_EVENTS = """
            INSERT INTO events
            SELECT 'default', 1, ('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid, 'trade_created',
                   1 + n % 100, 'T' || n, 'r' || n, gen_random_uuid(), now(),
                   '00000000-0000-4000-8000-000000000001', 0, n, ''
            FROM generate_series(1, 100000) n;

            INSERT INTO dead_letters (client_id, topic_id, partition, log_offset, topic, reason, detail, record_headers,
                                      logged_at, type, ref_id)
            SELECT 'default', '00000000-0000-4000-8000-000000000001', 0, 100000 + n, 'trakkit.trades', 'invalid', 'x', '',
                   now(), 'trade_created', 'x' || n
            FROM generate_series(1, 100000) n;

            INSERT INTO progress VALUES (1, '00000000-0000-4000-8000-000000000001', 0, 200001, 1);
            """;

    private static final String YOUNG_GENERATION = """
            INSERT INTO generations VALUES (2, 1, 'building');

            INSERT INTO summaries (client_id, generation, portfolio_id, ticker, held, cost, realised, last_executed_at,
                       last_side, last_ref_id, since_checkpoint, trades, version, updated_at)
            SELECT client_id, 2, portfolio_id, ticker, held, cost, realised, last_executed_at, last_side, last_ref_id,
                   since_checkpoint, trades, version, updated_at
            FROM summaries WHERE portfolio_id <= 40;

            INSERT INTO trades (client_id, generation, ref_id, portfolio_id, ticker, user_id, side, security_type, volume,
                       price, status, executed_at, state, version, fingerprint, created_at, updated_at)
            SELECT client_id, 2, ref_id, portfolio_id, ticker, user_id, side, security_type, volume, price,
                   status, executed_at, state, version, fingerprint, created_at, updated_at
            FROM trades WHERE portfolio_id <= 40
            UNION ALL
            SELECT client_id, 2, ref_id, 1, 'T100', user_id, side, security_type,
                   volume, price, status, executed_at, state, version, fingerprint, created_at, updated_at
            FROM trades WHERE portfolio_id > 40 AND ref_id IN (SELECT 'r' || n FROM generate_series(1, 1000) n);
            """;

    @BeforeAll
    static void fill() {
        for (TestDatabase database : List.of(WITHOUT_STATISTICS, ANALYSED)) {
            FilledTables.fill(database, ROWS);
            database.jdbc().sql(FILL_EVENTS).update();
        }
        ANALYSED.jdbc().sql("ANALYZE").update();
    }

    @AfterAll
    static void close() {
        WITHOUT_STATISTICS.close();
        ANALYSED.close();
    }

    @ParameterizedTest(name = "{0} creations, analysed: {1}")
    @CsvSource({"10, true", "1000, true", "10, false", "1000, false"})
    void creationsAreFoundOneByOne(int count, boolean analysed) {
        TestDatabase database = analysed ? ANALYSED : WITHOUT_STATISTICS;
        Journal journal = new Journal(database.jdbc());
        List<Journal.RefKey> keys = IntStream.rangeClosed(1, count)
                .mapToObj(n -> new Journal.RefKey(ClientId.DEFAULT, new RefId("r" + n)))
                .toList();

        database.transactions().executeWithoutResult(_ -> {
            new BatchSession(database.jdbc()).begin();
            long before = RowsRead.of(database.jdbc(), "events");
            assertThat(journal.creations(1, keys)).hasSize(count);
            assertThat(RowsRead.of(database.jdbc(), "events") - before).isLessThanOrEqualTo(2L * count);
        });
    }

    /** As a replay fills it, which no statistics know of yet. */
    @ParameterizedTest(name = "analysed before: {0}")
    @ValueSource(booleans = {true, false})
    void tradesOfAYoungGenerationAreFoundAndChangedOneByOne(boolean analysed) {
        TestDatabase database = analysed ? ANALYSED : WITHOUT_STATISTICS;
        Trades trades = new Trades(database.jdbc());
        List<RefId> refIds = IntStream.rangeClosed(1, 1_000)
                .mapToObj(n -> new RefId("r" + n))
                .toList();
        database.transactions().executeWithoutResult(transaction -> {
            transaction.setRollbackOnly();
            database.jdbc().sql(YOUNG_GENERATION).update();
            new BatchSession(database.jdbc()).begin();
            long before = RowsRead.of(database.jdbc(), "trades");
            long scansBefore = scansOfLists(database);

            List<AcceptedTrade> found = trades.find(
                    2,
                    refIds.stream()
                            .map(refId -> new Journal.RefKey(ClientId.DEFAULT, refId))
                            .toList());
            trades.update(2, found);
            trades.setOutcomes(
                    2,
                    ClientId.DEFAULT,
                    refIds.stream()
                            .collect(Collectors.toMap(refId -> refId, _ -> FoldOutcome.rejected(BigDecimal.ONE))));

            // To be found, to be written twice, with what the writing leaves behind.
            assertThat(RowsRead.of(database.jdbc(), "trades") - before).isLessThanOrEqualTo(4 * 1_000);
            // The lists' indexes have the ref_id in their last place, so that all of one would be gone through for
            // each.
            assertThat(scansOfLists(database)).isEqualTo(scansBefore);
            assertThat(found).hasSize(1_000);
            assertThat(database.jdbc().sql("""
                                    SELECT count(*) FROM trades WHERE generation = 2 AND state = 'rejected'
                                    """).query(Integer.class).single()).isEqualTo(1_000);
        });
    }

    private static long scansOfLists(TestDatabase database) {
        return RowsRead.scansOf(database.jdbc(), "trades_by_execution")
                + RowsRead.scansOf(database.jdbc(), "trades_by_update");
    }

    @ParameterizedTest(name = "{0} questions, analysed: {1}")
    @CsvSource({"1, true", "10, true", "100, true", "1000, true", "1, false", "10, false", "100, false", "1000, false"})
    void verdictsAreFoundByIndex(int count, boolean analysed) {
        TestDatabase database = analysed ? ANALYSED : WITHOUT_STATISTICS;
        List<Question> questions = IntStream.rangeClosed(1, count)
                .mapToObj(n -> new Question(
                        ClientId.DEFAULT,
                        UUID.fromString("00000000-0000-4000-9000-%012d".formatted(n)),
                        new RefId("r" + n),
                        PARTITION.at(n)))
                .toList();

        assertReadsByIndex(
                database,
                jdbc -> assertThat(new EventOutcomes(jdbc).find(questions)).hasSize(count));
    }

    @Test
    void tradesAndRefusalsAreFoundByIndex() {
        for (TestDatabase database : List.of(WITHOUT_STATISTICS, ANALYSED)) {
            assertReadsByIndex(database, jdbc -> {
                KnownBookings known = new KnownBookings(jdbc);
                assertThat(known.find(BookingKind.TRADE, ClientId.DEFAULT, new RefId("r5")))
                        .isPresent();
                assertThat(known.find(BookingKind.TRADE, ClientId.DEFAULT, new RefId("x5")))
                        .isPresent();
                assertThat(known.find(BookingKind.TRADE, ClientId.DEFAULT, new RefId("y5")))
                        .isEmpty();
            });
        }
    }

    @Test
    void theTickersOfAPortfolioAreFoundByIndex() {
        for (TestDatabase database : List.of(WITHOUT_STATISTICS, ANALYSED)) {
            assertReadsByIndex(
                    database,
                    jdbc -> assertThat(new Portfolios(jdbc).tickers(ClientId.DEFAULT, new PortfolioId(5)))
                            .hasSize(ROWS / 100));
        }
    }

    /**
     * As ingest-api, under row-level security. A few tables of a few rows may have sequential scans; those of earlier
     * transactions may still be counted too.
     */
    private static void assertReadsByIndex(TestDatabase database, Consumer<JdbcClient> lookups) {
        TestDatabase.Access ingest = database.as(DatabaseRole.INGEST);
        try (var _ = ClientScope.enter(ClientId.DEFAULT)) {
            ingest.transactions().executeWithoutResult(_ -> {
                Map<String, Long> before = sequentialScans(ingest.jdbc());
                lookups.accept(ingest.jdbc());
                assertThat(sequentialScans(ingest.jdbc())).isEqualTo(before);
            });
        }
    }

    private static Map<String, Long> sequentialScans(JdbcClient jdbc) {
        Map<String, Long> scans = new TreeMap<>();
        jdbc.sql("""
                        SELECT relname, seq_scan FROM pg_stat_xact_user_tables
                        WHERE relname IN ('summaries', 'trades', 'events', 'dead_letters')
                        """).query(row -> {
            scans.put(row.getString("relname"), row.getLong("seq_scan"));
        });
        return scans;
    }
}
