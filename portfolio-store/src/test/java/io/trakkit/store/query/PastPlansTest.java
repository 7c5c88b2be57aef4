package io.trakkit.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.history.TradeHistoryVisitor;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.prices.PriceHistory;
import io.trakkit.store.prices.QuoteSeries;
import io.trakkit.store.query.WatchedPositions.PortfolioKey;
import io.trakkit.store.testing.Plan;
import io.trakkit.store.testing.PlanWatch;
import io.trakkit.store.testing.Population;
import io.trakkit.store.testing.TestDatabase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What returns read, on tables of 10⁵ rows: by index, and hardly more than what is asked for. */
class PastPlansTest {

    private static final ClientId CLIENT = ClientId.DEFAULT;
    private static final PortfolioId LARGE = new PortfolioId(1);
    private static final PortfolioId SMALL = new PortfolioId(7);
    private static final Instant MIDDLE = Instant.parse("2020-02-10T12:00:00Z");
    private static final TestDatabase DATABASE = TestDatabase.create();

    @BeforeAll
    static void fill() {
        JdbcClient jdbc = DATABASE.jdbc();
        Population.fill(jdbc);
        jdbc.sql("ALTER TABLE price_history SET (autovacuum_enabled = off)").update();
        jdbc.sql("""
                INSERT INTO price_history (ticker, price, currency, quoted_at, source)
                SELECT 'T' || t, 100 + n % 7, 'USD', at + interval '1 second', 'test'
                FROM generate_series(0, 39) AS t, generate_series(1, 3000) AS n,
                    LATERAL (SELECT timestamptz '2020-01-01Z' + n * interval '5 minutes' AS at) AS place
                """).update();
        Population.analyse(jdbc);
        jdbc.sql("ANALYZE price_history").update();
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    /** Of portfolio 1, the last checkpoint before is 10 trades away at most: some thirty rows, of 40,000 trades. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWasHeldAtATimeIsReadFromTheLastCheckpointBefore(boolean generic) {
        for (Plan plan : plans(generic, jdbc -> tell(jdbc, LARGE, MIDDLE, MIDDLE))) {
            assertByIndex(plan, 100);
        }
    }

    /** A day of portfolio 1 has 480 trades. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSpanIsReadAndNoMore(boolean generic) {
        Instant nextDay = MIDDLE.plus(1, ChronoUnit.DAYS);
        List<Plan> plans = plans(generic, jdbc -> {
            tell(jdbc, LARGE, MIDDLE, nextDay);
            assertThat(new PastHoldings(jdbc).moments(CLIENT, LARGE, MIDDLE, nextDay, 100_000))
                    .hasSize(480);
            tell(jdbc, SMALL, MIDDLE, nextDay);
        });
        plans.forEach(plan -> assertByIndex(plan, 1_000));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void thePresentWithItsLastTradesIsReadByIndex(boolean generic) {
        List<Plan> plans = plans(generic, jdbc -> {
            assertThat(new Holdings(jdbc).withLastTrades(CLIENT, LARGE)).isPresent();
            assertThat(new Holdings(jdbc).withLastTrades(CLIENT, SMALL)).isPresent();
        });
        plans.forEach(plan -> assertByIndex(plan, 100));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aThousandWatchedPortfoliosAreReadByIndex(boolean generic) {
        List<PortfolioKey> watched = LongStream.rangeClosed(1, 1_000)
                .mapToObj(id -> new PortfolioKey(CLIENT, new PortfolioId(id)))
                .toList();
        List<Plan> plans = plans(generic, jdbc -> {
            WatchedPositions positions = new WatchedPositions(jdbc);
            positions.applied();
            assertThat(positions.changes(watched)).hasSize(1_000);
            assertThat(positions.positions(watched)).hasSize(1_000);
        });
        plans.forEach(plan -> assertByIndex(plan, 10_000));
    }

    /** 3,000 quotes, one in five minutes: a series of days looks them up, one of minutes reads them as they come. */
    @ParameterizedTest
    @CsvSource({"1 day, false", "1 day, true", "1 minute, false", "1 minute, true"})
    void quotesAlongMomentsAreReadByIndexAndHardlyMoreThanThereAreOfEither(String apart, boolean generic) {
        List<Instant> moments = moments(apart, 3_000);
        List<Quote> quotes = new ArrayList<>();
        List<Plan> plans = plans(
                generic,
                jdbc -> new QuoteSeries(jdbc).at(new Ticker("T8"), moments).forEachRemaining(quotes::add));
        plans.forEach(plan -> assertByIndex(plan, 6_100));
        assertThat(plans.stream().mapToLong(Plan::rowsLookedAt).sum()).isLessThan(9_000);
        assertNewestAt(moments, quotes);
    }

    /** Ten days, each looked up instead of 2,880 quotes read. */
    @Test
    void fewMomentsOverManyQuotesAreLookedUp() {
        List<Instant> moments = moments("1 day", 11);
        List<Quote> quotes = new ArrayList<>();
        List<Plan> plans = plans(
                false,
                jdbc -> new QuoteSeries(jdbc).at(new Ticker("T8"), moments).forEachRemaining(quotes::add));
        assertThat(plans.stream().mapToLong(Plan::rowsLookedAt).sum()).isLessThan(600);
        assertNewestAt(moments, quotes);
    }

    /** Interval 288 begins at midnight and was quoted a second later, 100 + 288 % 7; until then it is 100 + 287 % 7. */
    @Test
    void aPriceIsTheNewestAtOrBeforeTheMoment() {
        Instant quoted = Instant.parse("2020-01-02T00:00:01Z");
        List<Quote> found = new ArrayList<>();
        new QuoteSeries(DATABASE.jdbc())
                .at(new Ticker("T8"), List.of(quoted.minus(1, ChronoUnit.MICROS), quoted))
                .forEachRemaining(found::add);

        assertThat(found).extracting(Quote::price).containsExactly(Price.of("100"), Price.of("101"));
        assertThat(new QuoteSeries(DATABASE.jdbc())
                        .at(new Ticker("NEVER"), List.of(quoted))
                        .hasNext())
                .isFalse();
    }

    private static List<Instant> moments(String apart, int count) {
        long seconds = apart.equals("1 day") ? 86_400 : 60;
        Instant start = Instant.parse("2020-01-01T12:00:00Z");
        return LongStream.range(0, count)
                .mapToObj(i -> start.plusSeconds(i * seconds))
                .toList();
    }

    private static void assertNewestAt(List<Instant> moments, List<Quote> quotes) {
        assertThat(quotes).extracting(Quote::time).isSorted().doesNotHaveDuplicates();
        Map<Ticker, Quote> newest = new HashMap<>();
        int next = 0;
        for (Instant moment : moments) {
            for (; next < quotes.size() && !quotes.get(next).time().isAfter(moment); next++) {
                newest.put(quotes.get(next).ticker(), quotes.get(next));
            }
            assertThat(newest)
                    .as("at %s", moment)
                    .isEqualTo(new PriceHistory(DATABASE.jdbc()).latest(List.of(new Ticker("T8")), moment));
        }
    }

    /** A checkpoint says 1 unit for 100, whatever came before: the trades after it are told, and no others. */
    @Test
    void aTickerSetsInAtItsCheckpoint() {
        List<String> told = told();

        assertThat(told).contains("T1 1 for 100, last at 100");
        assertThat(told).hasSizeLessThan(20);
    }

    /** A checkpoint of version 1 of the fold has no side: its place is none in this version's order. */
    @Test
    void aTickerSetsInAtNoCheckpointOfTheFirstVersion() {
        DATABASE.transactions().executeWithoutResult(transaction -> {
            transaction.setRollbackOnly();
            DATABASE.jdbc()
                    .sql("UPDATE checkpoints SET side = NULL, ref_id = NULL, sequence = 1 WHERE portfolio_id = 1")
                    .update();

            List<String> told = told();

            assertThat(told).contains("T1 0 for 0, last at nothing");
            assertThat(told).hasSizeGreaterThan(10_000);
        });
    }

    private static List<String> told() {
        List<String> told = new ArrayList<>();
        new PastHoldings(DATABASE.jdbc()).visit(CLIENT, LARGE, MIDDLE, MIDDLE, new TradeHistoryVisitor() {
            @Override
            public void begin(Ticker ticker, Position position, @Nullable LastTrade lastTrade) {
                told.add(ticker + " " + position.held() + " for " + position.cost() + ", last at "
                        + (lastTrade == null ? "nothing" : lastTrade.price()));
            }

            @Override
            public void next(FoldedRecord foldedRecord, Instant countsFrom) {
                assertThat(foldedRecord.tradeOrder().executedAt()).isBeforeOrEqualTo(MIDDLE);
                assertThat(countsFrom)
                        .isBeforeOrEqualTo(foldedRecord.tradeOrder().executedAt());
                told.add(foldedRecord.refId().value());
            }
        });
        return told;
    }

    private static void tell(JdbcClient jdbc, PortfolioId portfolio, Instant from, Instant until) {
        new PastHoldings(jdbc).visit(CLIENT, portfolio, from, until, new TradeHistoryVisitor() {
            @Override
            public void begin(Ticker ticker, Position position, @Nullable LastTrade lastTrade) {
                // Only the plan matters.
            }

            @Override
            public void next(FoldedRecord foldedRecord, Instant countsFrom) {
                // Only the plan matters.
            }
        });
    }

    private interface Reads {
        void run(JdbcClient jdbc);
    }

    private static List<Plan> plans(boolean generic, Reads reads) {
        try (PlanWatch watch = PlanWatch.ofReader(DATABASE, generic)) {
            reads.run(watch.jdbc());
            List<Plan> plans = watch.takePlans();
            assertThat(plans).isNotEmpty();
            return plans;
        }
    }

    private static void assertByIndex(Plan plan, long rows) {
        assertThat(plan.scannedTables())
                .as(plan::text)
                .doesNotContain("portfolios", "summaries", "trades", "checkpoints", "price_history");
        assertThat(plan.rowsLookedAt()).as(plan::text).isLessThanOrEqualTo(rows);
    }
}
