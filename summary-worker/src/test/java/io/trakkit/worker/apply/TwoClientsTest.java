package io.trakkit.worker.apply;

import static io.trakkit.worker.testing.TwoClients.ALPHA;
import static io.trakkit.worker.testing.TwoClients.BETA;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.testing.LegalOrders;
import io.trakkit.domain.testing.RandomBooks;
import io.trakkit.domain.testing.RandomLedger;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.ledger.KeyFilter;
import io.trakkit.store.portfolios.RestoredPortfolios;
import io.trakkit.store.portfolios.RestoredPortfolios.Entry;
import io.trakkit.store.projection.CanonicalRows;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Seed;
import io.trakkit.wire.event.TradeEventCodec;
import io.trakkit.worker.actions.RecordedActions;
import io.trakkit.worker.actions.RefoldRunner;
import io.trakkit.worker.testing.TwoClients;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Two clients with the same names, users, tickers, ref_ids, event_ids and action_ids: what a worker makes of both in common
 * batches is what it makes of each alone.
 */
class TwoClientsTest {

    private static final int RUNS = 8;
    private static final UserId USER = new UserId("u-1");
    private static final List<PositionKey> KEYS =
            List.of(key(1, "AAPL"), key(1, "IBM"), key(2, "AAPL"), key(3, "BRK-B"));
    private static final List<String> CURRENCIES = List.of("USD", "EUR", "CHF", "GBP");
    private static final Instant CREATED = Instant.parse("2024-03-01T09:00:00Z");
    private static final TradeEventCodec CODEC = new TradeEventCodec();

    private final Seed seed = Seed.ofThisRun();

    /** A record of the log. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Line(String key, byte[] value) {

        static Line of(TradeEvent event) {
            return new Line(event.key().logKey(), CODEC.encode(event));
        }

        /** One that no version reads. */
        Line spoilt() {
            String text = new String(value, StandardCharsets.UTF_8);
            return new Line(
                    key,
                    text.replaceFirst("\"status\":\"[a-z]+\"", "\"status\":9").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What a client sends. */
    private record Sent(List<Line> lines, List<CorporateAction> actions, List<Entry> portfolios) {

        /** Mixed with what another sends, each in its order. */
        Sent mixedWith(Sent other, RandomGenerator random) {
            return new Sent(
                    mixed(lines, other.lines, random),
                    mixed(actions, other.actions, random),
                    mixed(portfolios, other.portfolios, random));
        }

        /** The same beside the portfolios of another, which sends nothing else. */
        List<List<Entry>> portfoliosBeside(Sent other) {
            return List.of(portfolios, other.portfolios);
        }
    }

    @Test
    void twoClientsInCommonBatchesEqualEachClientAlone() {
        for (int i = 0; i < RUNS; i++) {
            Seed ofRun = seed.plus(i);
            RandomGenerator random = ofRun.random();
            List<TradeEvent> events = RandomBooks.events(ofRun, USER, KEYS, 50 + random.nextInt(250));
            Sent alpha = new Sent(lines(ALPHA, events), List.of(), portfolios(ALPHA));
            Sent beta = new Sent(
                    lines(BETA, someOf(LegalOrders.shuffled(events, random), random)), List.of(), portfolios(BETA));

            assertTogetherAsAlone(ofRun, alpha, beta, random);
        }
    }

    /**
     * With activities, cash, corporate actions, portfolios that the same batch of their topic creates, renames and takes back,
     * records for a portfolio of the other client and such that cannot be read.
     */
    @Test
    void recordsOfEveryKindInCommonBatchesEqualThoseOfEachClientAlone() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            Seed ofRun = seed.plus(i);
            RandomGenerator random = ofRun.random();
            List<TradeEvent> events = new ArrayList<>();
            for (int portfolio = 1; portfolio <= 3; portfolio++) {
                events.addAll(ofPortfolio(portfolio, 50 + random.nextInt(100), ofRun.plus(1_000 * portfolio)));
            }
            Sent alpha = sent(ALPHA, BETA, LegalOrders.shuffled(events, random), ofRun);
            Sent beta = sent(BETA, ALPHA, someOf(LegalOrders.shuffled(events, random), random), ofRun.plus(500));

            all.addAll(assertTogetherAsAlone(ofRun, alpha, beta, random));
        }
        for (ClientId client : List.of(ALPHA, BETA)) {
            for (String kind : List.of(
                    "activity_created",
                    "activity_amended",
                    "trade_amended",
                    Ticker.CASH.value(),
                    "corporate action",
                    "portfolio Pension 1",
                    "foreign_portfolio",
                    " invalid ")) {
                assertThat(all).as("%s", seed).anyMatch(line -> line.startsWith(client + " ") && line.contains(kind));
            }
        }
    }

    /** With every kind of record, and some creations under the ids of others. */
    private static List<TradeEvent> ofPortfolio(int number, int steps, Seed seed) {
        List<TradeEvent> events = new ArrayList<>();
        for (RandomLedger.Step step :
                RandomLedger.withConflicts(steps, seed, "b" + number + "-").steps()) {
            if (step instanceof RandomLedger.Step.Event(TradeEvent event)) {
                events.add(TwoClients.claimed(event.key().client(), new PortfolioId(number), event));
            }
        }
        return events;
    }

    private static Sent sent(ClientId client, ClientId other, List<TradeEvent> events, Seed seed) {
        RandomGenerator random = seed.random();
        List<Line> lines = lines(client, events);
        List<Line> claims = ofPortfolio(9, 10, seed.plus(9_000)).stream()
                .map(event ->
                        Line.of(TwoClients.claimed(client, TwoClients.portfolio(other, new PortfolioId(1)), event)))
                .toList();
        List<Line> spoilt = lines.subList(0, 10).stream().map(Line::spoilt).toList();
        List<CorporateAction> actions = new ClientActions(1, seed, 1)
                .before(0).stream().map(action -> of(client, action)).toList();
        return new Sent(mixed(lines, mixed(claims, spoilt, random), random), actions, portfolios(client));
    }

    /** Returns the lines of both. */
    private static List<String> assertTogetherAsAlone(Seed ofRun, Sent alpha, Sent beta, RandomGenerator random) {
        Sent both = alpha.mixedWith(beta, random);
        List<String> together = applied(List.of(both.portfolios()), both, random);

        assertThat(ofClient(ALPHA, together))
                .as("%s", ofRun)
                .isEqualTo(ofClient(ALPHA, applied(alpha.portfoliosBeside(beta), alpha, random)));
        assertThat(ofClient(BETA, together))
                .as("%s", ofRun)
                .isEqualTo(ofClient(BETA, applied(beta.portfoliosBeside(alpha), beta, random)));
        return together;
    }

    private static List<Line> lines(ClientId client, List<TradeEvent> events) {
        return events.stream()
                .map(event -> Line.of(TwoClients.of(client, event)))
                .toList();
    }

    private static CorporateAction of(ClientId client, CorporateAction action) {
        return new CorporateAction(
                client,
                action.id(),
                action.ticker(),
                action.terms(),
                action.exDate(),
                action.effectiveAt(),
                action.currency(),
                action.rates(),
                action.withdrawn(),
                action.version(),
                action.createdAt(),
                action.updatedAt());
    }

    /** Of both clients under the same names, in other currencies; the first is renamed, a fourth is taken back. */
    private static List<Entry> portfolios(ClientId client) {
        List<Entry> entries = new ArrayList<>();
        for (int number = 1; number <= 4; number++) {
            entries.add(entry(new Portfolio(
                    client,
                    TwoClients.portfolio(client, new PortfolioId(number)),
                    USER,
                    new PortfolioName("Savings " + number),
                    Optional.of(new CurrencyCode(CURRENCIES.get(client.equals(ALPHA) ? number - 1 : 4 - number))),
                    number == 2,
                    CREATED,
                    CREATED)));
        }
        Portfolio first = entries.getFirst().portfolio().orElseThrow();
        entries.add(entry(
                first.renamed(new PortfolioName("Pension 1"), first.createdAt().plusSeconds(1))));
        entries.add(new Entry(entries.get(3).id(), Optional.empty()));
        return entries;
    }

    private static Entry entry(Portfolio portfolio) {
        return new Entry(portfolio.id(), Optional.of(portfolio));
    }

    private static <T> List<T> someOf(List<T> list, RandomGenerator random) {
        return list.stream().filter(_ -> random.nextInt(10) > 0).toList();
    }

    /** Both lists in one, each in its order. */
    private static <T> List<T> mixed(List<T> some, List<T> others, RandomGenerator random) {
        List<T> mixed = new ArrayList<>();
        int next = 0;
        for (T one : some) {
            while (next < others.size() && random.nextBoolean()) {
                mixed.add(others.get(next++));
            }
            mixed.add(one);
        }
        mixed.addAll(others.subList(next, others.size()));
        return mixed;
    }

    /**
     * The lines of a new database after all records in random batches, with the corporate actions in between.
     *
     * @param portfolios each list as one batch of their topic
     */
    private static List<String> applied(List<List<Entry>> portfolios, Sent sent, RandomGenerator random) {
        try (TestDatabase database = TestDatabase.create()) {
            RestoredPortfolios restored = new RestoredPortfolios(database.jdbc());
            portfolios.forEach(batch -> database.transactions().executeWithoutResult(_ -> restored.restore(batch)));
            TestLog log = new TestLog();
            sent.lines().forEach(line -> log.append(line.key(), line.value()));
            TestLog.Worker worker = log.worker(database);
            Deque<CorporateAction> actions = new ArrayDeque<>(sent.actions());
            int next = 0;
            while (next < log.records().size()) {
                int end = Math.min(log.records().size(), next + 1 + random.nextInt(100));
                worker.apply(log.records().subList(next, end));
                next = end;
                record(database, actions, random.nextInt(8));
                if (random.nextBoolean()) {
                    refold(database);
                }
            }
            record(database, actions, actions.size());
            refold(database);
            return lines(database);
        }
    }

    /** Some of the next actions in one transaction. */
    private static void record(TestDatabase database, Deque<CorporateAction> actions, int count) {
        List<CorporateAction> some = new ArrayList<>();
        while (some.size() < count && !actions.isEmpty()) {
            some.add(actions.remove());
        }
        RecordedActions recorded = new RecordedActions(database.jdbc());
        database.transactions().executeWithoutResult(_ -> recorded.record(some));
    }

    private static void refold(TestDatabase database) {
        new RefoldRunner(() -> {}, database.jdbc(), database.transactions(), Duration.ofMinutes(2), () -> true).run();
        assertThat(texts(database, "SELECT client_id FROM refolds")).isEmpty();
    }

    /** All rows without their log positions, each line with its client first. */
    private static List<String> lines(TestDatabase database) {
        CanonicalRows rows = new CanonicalRows(database.jdbc());
        try (Stream<CanonicalRows.SummaryRow> summaries = rows.summaries(1, KeyFilter.ALL, true);
                Stream<CanonicalRows.RecordRow> trades = rows.records(1, KeyFilter.ALL, true)) {
            return Stream.of(
                            summaries.map(row -> line(row.key(), row.line())),
                            trades.map(row -> line(row.key(), row.tradeOrder() + " " + row.line())),
                            texts(database, """
                                    SELECT concat_ws(' ', client_id, event_id, type, portfolio_id, ticker, ref_id,
                                        fingerprint, occurred_at, encode(payload, 'hex'))
                                    FROM events ORDER BY client_id, event_id
                                    """),
                            texts(database, """
                                    SELECT concat_ws(' ', client_id, reason, detail, event_id, type, portfolio_id,
                                        ticker, ref_id, user_id, encode(record_value, 'hex'))
                                    FROM dead_letters ORDER BY client_id, partition, log_offset
                                    """),
                            texts(database, """
                                    SELECT concat_ws(' ', client_id, 'corporate action', action_id, ticker, type, per_unit,
                                        numerator, denominator, whole, effective_at, currency, rate_currencies, rates,
                                        withdrawn, version)
                                    FROM corporate_actions ORDER BY client_id, action_id
                                    """),
                            texts(database, """
                                    SELECT concat_ws(' ', client_id, 'portfolio', name, portfolio_id, user_id, currency,
                                        allow_short, created_at, updated_at)
                                    FROM portfolios ORDER BY client_id, portfolio_id
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
