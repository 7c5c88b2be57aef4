package io.trakkit.store.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.ledger.JournalRecords;
import io.trakkit.store.ledger.KeyFilter;
import io.trakkit.store.testing.TestDatabase;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two generations of two clients with equal tickers, ref_ids and event_ids; alpha has portfolio 1, beta portfolio 11. */
class ProjectionStatementsTest {

    private static final ClientId ALPHA = new ClientId("alpha");
    private static final PositionKey OF_ALPHA = new PositionKey(ALPHA, new PortfolioId(1), new Ticker("IBM"));
    private static final UUID EVENT = new UUID(0, 1);

    private static final List<String> FILL = List.of("""
            INSERT INTO generations VALUES (2, 2, 'partial')""", """
            INSERT INTO summaries (client_id, generation, portfolio_id, ticker, held, cost, realised, last_executed_at,
                                   last_side, last_ref_id, since_checkpoint, trades, version, updated_at)
            SELECT c.client_id, g, c.portfolio_id, 'IBM', g, g, 0, '2026-11-01Z', 1, 'r-1', 0, 1, 1, '2026-11-01Z'
            FROM (VALUES ('alpha', 1), ('beta', 11)) AS c (client_id, portfolio_id), generate_series(1, 2) g""", """
            INSERT INTO trades (client_id, generation, ref_id, portfolio_id, ticker, user_id, side, security_type, volume,
                                price, status, executed_at, state, version, fingerprint, created_at, updated_at)
            SELECT client_id, generation, 'r-1', portfolio_id, ticker, 'u-1', 1, 'stock', generation, 1, 'success',
                   '2026-11-01Z', 'applied', 1, '00000000-0000-0000-0000-000000000009', '2026-11-01Z', '2026-11-01Z'
            FROM summaries""", """
            INSERT INTO events (client_id, generation, event_id, type, portfolio_id, ticker, ref_id, fingerprint,
                                occurred_at, topic_id, partition, log_offset, payload)
            SELECT client_id, generation, '00000000-0000-0000-0000-000000000001', 'trade_created', portfolio_id, ticker,
                   'r-1', '00000000-0000-0000-0000-000000000009', '2026-11-01Z',
                   '00000000-0000-0000-0000-000000000007', 0, portfolio_id, ''
            FROM summaries""");

    private final TestDatabase database = TestDatabase.create();

    @BeforeEach
    void fill() {
        FILL.forEach(sql -> database.jdbc().sql(sql).update());
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void aFilterOfAClientAdmitsItsRowsOnly() {
        CanonicalRows rows = new CanonicalRows(database.jdbc());
        JournalRecords journal = new JournalRecords(database.jdbc());
        KeyFilter ofAlpha = KeyFilter.of(ALPHA);

        assertThat(keys(rows.summaries(1, ofAlpha, true).map(CanonicalRows.SummaryRow::key)))
                .containsExactly(OF_ALPHA);
        assertThat(keys(rows.records(1, ofAlpha, true).map(CanonicalRows.RecordRow::key)))
                .containsExactly(OF_ALPHA);
        assertThat(keys(journal.inOrder(1, ofAlpha).map(JournalRecords.JournalRecord::key)))
                .containsExactly(OF_ALPHA);
        assertThat(journal.count(1, ofAlpha)).isEqualTo(1);
        assertThat(journal.count(1, KeyFilter.ALL)).isEqualTo(2);
        assertThat(keys(rows.summaries(1, KeyFilter.ALL, true).map(CanonicalRows.SummaryRow::key)))
                .hasSize(2);
    }

    @Test
    void aKeyIsReplacedWithoutTheOtherClients() {
        GenerationRows rows = new GenerationRows(database.jdbc());
        database.jdbc()
                .sql("UPDATE events SET event_id = '00000000-0000-0000-0000-000000000002' WHERE generation = 1")
                .update();

        assertThat(rows.strangers(1, 2, KeyFilter.of(ALPHA)).keySet()).containsExactly(OF_ALPHA);
        database.transactions().executeWithoutResult(_ -> rows.replaceKey(2, 1, OF_ALPHA, List.of(new UUID(0, 2))));

        assertThat(texts("SELECT client_id || ' ' || held FROM summaries WHERE generation = 1 ORDER BY client_id"))
                .containsExactly("alpha 2", "beta 1");
        assertThat(texts("SELECT client_id || ' ' || volume FROM trades WHERE generation = 1 ORDER BY client_id"))
                .containsExactly("alpha 2", "beta 1");
        assertThat(texts("SELECT client_id || ' ' || right(event_id::text, 1) FROM events WHERE generation = 1"
                        + " ORDER BY client_id"))
                .containsExactly("alpha 1", "beta 2");
        assertThat(texts("SELECT client_id || ' ' || refolds FROM summaries WHERE generation = 1 ORDER BY client_id"))
                .as("readers see it by this")
                .containsExactly("alpha 1", "beta 0");
        assertThat(texts("SELECT generation || ' ' || refolds FROM generations ORDER BY generation"))
                .containsExactly("1 1", "2 0");
    }

    @Test
    void theJournalsOfTwoGenerationsAreComparedByClient() {
        JournalDiff diff = new JournalDiff(database.jdbc());
        PositionRows rows = new PositionRows(database.jdbc());

        assertThat(diff.first(1, 2, List.of(OF_ALPHA))).isEmpty();
        assertThat(diff.creation(1, 2, OF_ALPHA, new RefId("r-1")).orElseThrow().eventId())
                .isEqualTo(EVENT);
        assertThat(rows.summary(1, OF_ALPHA)).isPresent();
        assertThat(rows.records(1, OF_ALPHA, 10)).containsOnlyKeys("r-1");
        assertThat(keys(rows.events(1, List.of(OF_ALPHA)).map(PositionRows.KeyEvent::key)))
                .containsExactly(OF_ALPHA);
    }

    private static List<PositionKey> keys(Stream<PositionKey> keys) {
        try (keys) {
            return keys.toList();
        }
    }

    private List<String> texts(String sql) {
        return database.jdbc().sql(sql).query((row, _) -> row.getString(1)).list();
    }
}
