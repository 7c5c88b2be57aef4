package io.trakkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.CurrencyCode;
import io.trakkit.domain.Price;
import io.trakkit.domain.PriceSourceName;
import io.trakkit.domain.Quote;
import io.trakkit.domain.Ticker;
import io.trakkit.store.testing.Plan;
import io.trakkit.store.testing.PlanWatch;
import io.trakkit.store.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
    void ofAnIntervalTheLastQuoteStaysWhateverTheOrder() {
        Quote early = quote("AAPL", "188", "2026-11-02T12:00:00Z");
        Quote late = quote("AAPL", "189", "2026-11-02T12:04:59.999999Z");
        Quote next = quote("AAPL", "190", "2026-11-02T12:05:00Z");

        history.record(List.of(late, next, early));
        history.record(List.of(early));

        assertThat(history.series(List.of(AAPL), Instant.EPOCH, next.time()))
                .containsOnly(Map.entry(AAPL, List.of(late, next)));
    }

    @ParameterizedTest
    @CsvSource({
        "1899-12-31T23:58:00Z, 1899-12-31T23:55:00Z",
        "1969-12-31T23:59:59.999999Z, 1969-12-31T23:55:00Z",
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
        "2026-11-02T12:04:59Z, 2026-11-02T12:00:00Z"
    })
    void intervalsBeginAtFullMinutesBeforeThe1970sToo(Instant time, Instant start) {
        assertThat(PriceHistory.intervalOf(time)).isEqualTo(start);
    }

    @Test
    void theLatestAtATimeIsNoLaterThanItThoughItsIntervalGoesOn() {
        Quote first = quote("AAPL", "188", "2026-11-02T11:00:00Z");
        Quote inInterval = quote("AAPL", "189", "2026-11-02T12:04:00Z");
        history.record(List.of(first, inInterval));

        assertThat(history.latest(List.of(AAPL), Instant.parse("2026-11-02T12:03:00Z")))
                .containsOnly(Map.entry(AAPL, first));
        assertThat(history.latest(List.of(AAPL), Instant.parse("2026-11-02T12:04:00Z")))
                .containsOnly(Map.entry(AAPL, inInterval));
    }

    @Test
    void aSeriesBeginsAfterOneTimeAndEndsWithTheOther() {
        Quote before = quote("AAPL", "187", "2026-11-02T12:00:00Z");
        Quote within = quote("AAPL", "188", "2026-11-02T12:04:00Z");
        Quote last = quote("MSFT", "410", "2026-11-02T13:00:00Z");
        Quote after = quote("MSFT", "411", "2026-11-02T13:06:00Z");
        history.record(List.of(before, within, last, after));

        assertThat(history.series(
                        List.of(AAPL, MSFT),
                        Instant.parse("2026-11-02T12:03:59Z"),
                        Instant.parse("2026-11-02T13:00:00Z")))
                .containsOnly(Map.entry(AAPL, List.of(within)), Map.entry(MSFT, List.of(last)));
        assertThat(history.series(List.of(), Instant.EPOCH, Instant.EPOCH)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10, false", "10, true", "1000, false", "1000, true"})
    void theLatestAreFoundByIndexHoweverManyAreAskedFor(int tickers, boolean generic) {
        database.jdbc().sql("""
                        INSERT INTO price_history (ticker, interval_start, price, currency, quoted_at, source)
                        SELECT 'T' || t, at, 100, 'USD', at, 'test'
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
}
