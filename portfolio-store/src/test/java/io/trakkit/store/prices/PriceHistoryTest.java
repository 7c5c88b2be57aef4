package io.trakkit.store.prices;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Times;
import io.trakkit.store.testing.Plan;
import io.trakkit.store.testing.PlanWatch;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Seed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceHistoryTest {

    private static final Ticker AAPL = new Ticker("AAPL");
    private static final Ticker MSFT = new Ticker("MSFT");

    private final TestDatabase database = TestDatabase.create();
    private final PriceHistory history = new PriceHistory(database.jdbc());

    @AfterEach
    void close() {
        database.close();
    }

    private static Quote quote(String ticker, String price, String time) {
        return new Quote(
                new Ticker(ticker),
                Price.of(price),
                new CurrencyCode("USD"),
                Instant.parse(time),
                new PriceSourceName("test"));
    }

    @Test
    void aQuoteIsFoundAsItWasRecordedFromItsTimeOn() {
        Quote quote = quote("AAPL", "188.38", "2026-11-02T12:03:00.123456Z");
        history.record(List.of(quote));

        assertThat(history.latest(List.of(AAPL, MSFT), quote.time())).containsOnly(Map.entry(AAPL, quote));
        assertThat(history.latest(List.of(AAPL), quote.time().minusNanos(1_000)))
                .isEmpty();
    }

    @Test
    void everyQuoteIsKeptWhateverTheOrderAndTheFirstOfATimeStays() {
        Quote early = quote("AAPL", "188", "2026-11-02T12:00:00Z");
        Quote late = quote("AAPL", "189", "2026-11-02T12:04:59.999999Z");
        Quote other = quote("AAPL", "999", "2026-11-02T12:00:00Z");

        history.record(List.of(late, early));
        history.record(List.of(early, other));

        assertThat(all(AAPL)).containsExactly(early, late);
    }

    /** Also of those that thinning keeps. A row of a former version, which says nothing of splits, is raw. */
    @Test
    void eachQuoteKeepsItsCurrencyAndTheTimeUpToWhichItIsAdjusted() {
        Quote dollars = quote("AAPL", "188", "2025-11-02T11:00:00Z");
        Quote euros = of(dollars, "EUR", "2025-11-02T11:01:00Z", "2025-12-01T00:00:00Z");
        Quote thinned = of(dollars, "EUR", "2025-11-02T11:02:00Z", "2025-12-02T00:00:00Z");
        Quote yen = of(dollars, "JPY", "2025-11-02T11:05:00Z", "2025-12-03T00:00:00.000001Z");
        history.record(List.of(euros, thinned, yen));
        database.jdbc().sql("""
                        INSERT INTO price_history (ticker, price, currency, quoted_at, source)
                        VALUES ('AAPL', 188, 'USD', '2025-11-02T11:00:00Z', 'test')
                        """).update();

        thinAll();

        assertThat(all(AAPL)).containsExactly(dollars, euros, yen);
        assertThat(history.latest(List.of(AAPL), yen.time())).containsOnly(Map.entry(AAPL, yen));
        assertThat(history.before(List.of(euros))).containsOnly(Map.entry(euros, euros));
    }

    private static Quote of(Quote quote, String currency, String time, String adjustedAt) {
        return new Quote(
                quote.ticker(),
                quote.price(),
                new CurrencyCode(currency),
                Instant.parse(time),
                quote.source(),
                Optional.of(Instant.parse(adjustedAt)));
    }

    @Test
    void theLatestAtATimeIsNoLaterThanIt() {
        Quote first = quote("AAPL", "188", "2026-11-02T11:00:00Z");
        Quote second = quote("AAPL", "189", "2026-11-02T12:04:00Z");
        history.record(List.of(first, second));

        assertThat(history.latest(List.of(AAPL), Instant.parse("2026-11-02T12:03:59.999999Z")))
                .containsOnly(Map.entry(AAPL, first));
        assertThat(history.latest(List.of(AAPL), Instant.parse("2026-11-02T12:04:00Z")))
                .containsOnly(Map.entry(AAPL, second));
    }

    @Test
    void whatCameBeforeManyQuotesIsFoundAtOnce() {
        Quote first = quote("AAPL", "188", "2026-11-02T11:00:00Z");
        Quote second = quote("AAPL", "189", "2026-11-02T12:00:00Z");
        history.record(List.of(first, second));
        Quote between = quote("AAPL", "190", "2026-11-02T11:59:59Z");
        Quote sameTime = quote("AAPL", "191", "2026-11-02T12:00:00Z");

        assertThat(history.before(List.of(
                        between,
                        sameTime,
                        quote("AAPL", "1", "2026-11-02T10:00:00Z"),
                        quote("MSFT", "1", "2026-11-02T13:00:00Z"))))
                .containsOnly(Map.entry(between, first), Map.entry(sameTime, second));
    }

    /** Of the interval up to 12:05, which that time belongs to, the first and the last; what is alone stays. */
    @Test
    void ofEachOldIntervalTheFirstAndTheLastQuoteStay() {
        Quote alone = quote("AAPL", "187", "2026-11-02T12:00:00Z");
        Quote first = quote("AAPL", "188", "2026-11-02T12:00:00.000001Z");
        Quote between = quote("AAPL", "189", "2026-11-02T12:03:00Z");
        Quote last = quote("AAPL", "190", "2026-11-02T12:05:00Z");
        Quote next = quote("AAPL", "191", "2026-11-02T12:05:00.000001Z");
        Quote ofAnother = quote("MSFT", "410", "2026-11-02T12:03:00Z");
        history.record(List.of(alone, first, between, last, next, ofAnother));

        // Half of the interval after it has passed, which is left alone.
        assertThat(history.thin(Instant.parse("2026-11-02T12:07:30Z"), 100)).isEqualTo(5);
        assertThat(history.thin(Instant.parse("2026-11-02T12:07:30Z"), 100)).isZero();

        assertThat(all(AAPL)).containsExactly(alone, first, last, next);
        assertThat(all(MSFT)).containsExactly(ofAnother);
    }

    /** The example of docs/returns.md, whose quotes are older than a week when they come. */
    @Test
    void whatAnIntervalsEndAnswersIsNotThinnedOutThoughMoreIsLoadedLater() {
        Instant midnight = Instant.parse("2025-07-01T00:00:00Z");
        Quote atMidnight = quote("AAPL", "120", "2025-07-01T00:00:00Z");
        history.record(List.of(quote("AAPL", "90", "2025-06-15T20:00:00Z"), atMidnight));
        thinAll();
        history.record(List.of(
                quote("AAPL", "121", "2025-07-01T00:01:00Z"),
                quote("AAPL", "122", "2025-07-01T00:02:00Z"),
                quote("AAPL", "119", "2025-06-30T23:59:00Z"),
                quote("AAPL", "118", "2025-06-30T23:57:00Z")));
        thinAll();

        assertThat(history.latest(List.of(AAPL), midnight)).containsEntry(AAPL, atMidnight);
        assertThat(all(AAPL))
                .extracting(one -> one.price().toString())
                .containsExactly("90", "118", "120", "121", "122");
    }

    /**
     * At any time: before thinning the newest quote; afterwards one that is at most five minutes older, and at each full
     * five minutes the same.
     */
    @Test
    void noAnswerIsOlderThanOneIntervalByThinning() {
        Seed seed = Seed.ofThisRun();
        RandomGenerator random = seed.random();
        Instant start = Instant.parse("2025-07-01T00:00:00Z");
        List<Quote> quotes = random.ints(300, 0, 3_600)
                .distinct()
                .mapToObj(second -> quote(
                        "AAPL",
                        Integer.toString(1 + second),
                        start.plusSeconds(second).toString()))
                .toList();
        history.record(quotes.subList(0, 100));
        thinAll();
        history.record(quotes.subList(100, quotes.size()));
        thinAll();

        assertThat(all(AAPL)).hasSizeLessThanOrEqualTo(2 * 13);
        for (int second = 0; second <= 3_600; second++) {
            Instant time = start.plusSeconds(second);
            Optional<Instant> exact = quotes.stream()
                    .map(Quote::time)
                    .filter(quoted -> !quoted.isAfter(time))
                    .max(Comparator.naturalOrder());
            Quote found = history.latest(List.of(AAPL), time).get(AAPL);
            assertThat(found == null).as("%s at %s", seed, time).isEqualTo(exact.isEmpty());
            if (found != null) {
                Duration older = Duration.between(found.time(), exact.orElseThrow());
                assertThat(older).as("%s at %s", seed, time).isBetween(Duration.ZERO, PriceHistory.INTERVAL);
                if (second % 300 == 0) {
                    assertThat(older).as("%s at %s", seed, time).isZero();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1899-12-31T23:58:00Z, 1899-12-31T23:55:00Z",
        "1969-12-31T23:59:59.999999Z, 1969-12-31T23:55:00Z",
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
        "2026-11-02T12:04:59Z, 2026-11-02T12:00:00Z"
    })
    void intervalsEndAtFullFiveMinutesBeforeThe1970sToo(Instant time, Instant end) {
        assertThat(PriceHistory.boundaryBefore(time)).isEqualTo(end);
    }

    @Test
    void oldQuotesOfThe19thCenturyAreThinnedToo() {
        Quote first = quote("AAPL", "1", "1900-01-01T00:01:00Z");
        Quote last = quote("AAPL", "3", "1900-01-01T00:05:00Z");
        history.record(List.of(first, quote("AAPL", "2", "1900-01-01T00:02:00Z"), last));
        thinAll();

        assertThat(all(AAPL)).containsExactly(first, last);
    }

    private void thinAll() {
        assertThat(history.thin(Instant.parse("2026-01-01T00:00:00Z"), 10_000)).isLessThan(10_000);
    }

    private List<Quote> all(Ticker ticker) {
        List<Quote> all = new ArrayList<>();
        new QuoteSeries(database.jdbc())
                .at(ticker, List.of(Times.EARLIEST, Times.LATEST))
                .forEachRemaining(all::add);
        return all;
    }

    @ParameterizedTest
    @CsvSource({"10, false", "10, true", "1000, false", "1000, true"})
    void theLatestAreFoundByIndexHoweverManyAreAskedFor(int tickers, boolean generic) {
        database.jdbc().sql("""
                        INSERT INTO price_history (ticker, price, currency, quoted_at, source)
                        SELECT 'T' || t, 100, 'USD', at, 'test'
                        FROM generate_series(1, 1000) AS t,
                            generate_series(timestamptz '2026-01-01Z', '2026-01-02Z', '30 minutes') AS at
                        """).update();
        database.jdbc().sql("ANALYZE price_history").update();
        List<Ticker> asked = IntStream.rangeClosed(1, tickers)
                .mapToObj(i -> new Ticker("T" + i))
                .toList();
        try (PlanWatch watch = new PlanWatch(database, generic)) {
            assertThat(new PriceHistory(watch.jdbc()).latest(asked, Instant.parse("2026-01-01T12:00:00Z")))
                    .hasSize(tickers);
            Plan plan = watch.takePlans().getFirst();
            assertThat(plan.indexes()).containsExactly("price_history_pkey");
            assertThat(plan.scannedTables()).isEmpty();
            assertThat(plan.rowsLookedAt()).isLessThanOrEqualTo(2L * tickers);
        }
    }

    /** Of 144,000 quotes half are due, with and without statistics: thinned by index. */
    @ParameterizedTest
    @CsvSource({"true, false", "true, true", "false, false", "false, true"})
    void whatIsDueIsThinnedByIndex(boolean analysed, boolean generic) {
        database.jdbc().sql("""
                        INSERT INTO price_history (ticker, price, currency, quoted_at, source, thinned)
                        SELECT 'T' || t, 100, 'USD', at, 'test', at < '2026-01-01T12:00:00Z'
                        FROM generate_series(1, 100) AS t,
                            generate_series(timestamptz '2026-01-01Z', '2026-01-02Z', '1 minute') AS at
                        """).update();
        if (analysed) {
            database.jdbc().sql("ANALYZE price_history").update();
        }
        try (PlanWatch watch = new PlanWatch(database, generic)) {
            assertThat(new PriceHistory(watch.jdbc()).thin(Instant.parse("2026-01-03T00:00:00Z"), 1_000))
                    .isEqualTo(1_000);
            Plan plan = watch.takePlans().getFirst();
            assertThat(plan.scannedTables()).as(plan::text).isEmpty();
            assertThat(plan.rowsLookedAt()).as(plan::text).isLessThanOrEqualTo(20_000);
        }
    }
}
