package io.trakkit.worker.apply;

import static io.trakkit.worker.testing.TwoClients.ALPHA;
import static io.trakkit.worker.testing.TwoClients.BETA;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.testing.LegalOrders;
import io.trakkit.domain.testing.RandomBooks;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.ledger.KeyFilter;
import io.trakkit.store.projection.CanonicalRows;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Seed;
import io.trakkit.worker.testing.TwoClients;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Two clients with the same names, users, tickers, ref_ids and event_ids: what a worker makes of both in common batches is
 * what it makes of each alone.
 */
class TwoClientsTest {

    private static final int RUNS = 8;
    private static final List<PositionKey> KEYS =
            List.of(key(1, "AAPL"), key(1, "IBM"), key(2, "AAPL"), key(3, "BRK-B"));

    private final Seed seed = Seed.ofThisRun();

    @Test
    void twoClientsInCommonBatchesEqualEachClientAlone() {
        for (int i = 0; i < RUNS; i++) {
            Seed ofRun = seed.plus(i);
            RandomGenerator random = ofRun.random();
            List<TradeEvent> events = RandomBooks.events(ofRun, new UserId("u-1"), KEYS, 50 + random.nextInt(250));
            List<TradeEvent> ofAlpha = of(ALPHA, events);
            List<TradeEvent> ofBeta = of(BETA, someOf(LegalOrders.shuffled(events, random), random));

            List<String> together = applied(merged(ofAlpha, ofBeta, random), random);

            assertThat(ofClient(ALPHA, together)).as("%s", ofRun).isEqualTo(applied(ofAlpha, random));
            assertThat(ofClient(BETA, together)).as("%s", ofRun).isEqualTo(applied(ofBeta, random));
        }
    }

    private static List<TradeEvent> of(ClientId client, List<TradeEvent> events) {
        return events.stream().map(event -> TwoClients.of(client, event)).toList();
    }

    private static List<TradeEvent> someOf(List<TradeEvent> events, RandomGenerator random) {
        return events.stream().filter(_ -> random.nextInt(10) > 0).toList();
    }

    /** Both lists in one, each in its order. */
    private static List<TradeEvent> merged(List<TradeEvent> some, List<TradeEvent> others, RandomGenerator random) {
        List<TradeEvent> merged = new ArrayList<>();
        int next = 0;
        for (TradeEvent event : some) {
            while (next < others.size() && random.nextBoolean()) {
                merged.add(others.get(next++));
            }
            merged.add(event);
        }
        merged.addAll(others.subList(next, others.size()));
        return merged;
    }

    /** The lines of a new database after the events, in random batches. */
    private static List<String> applied(List<TradeEvent> events, RandomGenerator random) {
        try (TestDatabase database = TestDatabase.create()) {
            TwoClients.insertPortfolios(database, ALPHA);
            TwoClients.insertPortfolios(database, BETA);
            TestLog log = new TestLog().append(events.toArray(TradeEvent[]::new));
            log.worker(database).applyAll(1 + random.nextInt(100));
            return lines(database);
        }
    }

    /** All rows without their log positions, each line with its client first. */
    private static List<String> lines(TestDatabase database) {
        CanonicalRows rows = new CanonicalRows(database.jdbc());
        try (Stream<CanonicalRows.SummaryRow> summaries = rows.summaries(1, KeyFilter.ALL, true);
                Stream<CanonicalRows.RecordRow> trades = rows.records(1, KeyFilter.ALL, true)) {
            return Stream.of(
                            summaries.map(row -> line(row.key(), row.line())),
                            trades.map(row -> line(row.key(), row.tradeOrder().refId() + " " + row.line())),
                            texts(database, """
                                    SELECT concat_ws(' ', client_id, event_id, type, portfolio_id, ticker, ref_id,
                                        fingerprint, occurred_at, encode(payload, 'hex'))
                                    FROM events ORDER BY client_id, event_id
                                    """),
                            texts(database, """
                                    SELECT concat_ws(' ', client_id, reason, detail, event_id, type, portfolio_id,
                                        ticker, ref_id, user_id, encode(record_value, 'hex'))
                                    FROM dead_letters ORDER BY client_id, partition, log_offset
                                    """))
                    .flatMap(lines -> lines)
                    .toList();
        }
    }

    private static String line(PositionKey key, String line) {
        return key.client() + " " + key.portfolio() + " " + key.ticker() + " " + line;
    }

    private static Stream<String> texts(TestDatabase database, String sql) {
        return database.jdbc().sql(sql).query((row, _) -> row.getString(1)).list().stream();
    }

    private static List<String> ofClient(ClientId client, List<String> lines) {
        return lines.stream().filter(line -> line.startsWith(client + " ")).toList();
    }

    private static PositionKey key(long portfolio, String ticker) {
        return new PositionKey(ClientId.DEFAULT, new PortfolioId(portfolio), new Ticker(ticker));
    }
}
