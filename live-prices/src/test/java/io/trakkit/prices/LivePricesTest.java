package io.trakkit.prices;

import static io.trakkit.prices.PriceContext.quote;
import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.QuoteRules;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Ticker;
import io.trakkit.prices.KnownQuote.Origin;
import io.trakkit.store.prices.PriceHistory;
import io.trakkit.testing.SteppedClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.connection.RedisConnectionFactory;

class LivePricesTest {

    private static final Ticker AAPL = new Ticker("AAPL");
    private static final Ticker MSFT = new Ticker("MSFT");

    private static final PriceContext CONTEXT = new PriceContext();

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private final PriceHistory history = CONTEXT.bean(PriceHistory.class);
    private final LivePrices prices = newInstance(Clock.systemUTC());

    @AfterAll
    static void stop() {
        CONTEXT.close();
    }

    @BeforeEach
    void empty() {
        CONTEXT.redis.command("FLUSHALL");
        CONTEXT.database.jdbc().sql("TRUNCATE price_history").update();
        patiently().until(() -> CONTEXT.bean(QuoteStore.class).answers());
    }

    /** One that remembers nothing yet. */
    private static LivePrices newInstance(Clock clock) {
        return new LivePrices(
                LivePricesConfiguration.newStore(
                        CONTEXT.bean(RedisConnectionFactory.class),
                        CONTEXT.bean(QuoteRules.class),
                        CONTEXT.bean(MeterRegistry.class)),
                CONTEXT.bean(PriceHistory.class),
                CONTEXT.bean(QuoteRules.class),
                clock,
                CONTEXT.bean(MeterRegistry.class));
    }

    @Test
    void aThousandPricesAreOneRoundTrip() {
        List<Quote> quotes = IntStream.range(0, 1_000)
                .mapToObj(i -> quote("T" + i, i + 1 + ".25", now))
                .toList();
        quotes.forEach(CONTEXT::put);
        CONTEXT.redis.command("CONFIG", "RESETSTAT");

        Map<Ticker, KnownQuote> known =
                prices.of(quotes.stream().map(Quote::ticker).toList());

        assertThat(known).hasSize(1_000);
        assertThat(quotes)
                .allSatisfy(
                        quote -> assertThat(known.get(quote.ticker())).isEqualTo(new KnownQuote(quote, Origin.LIVE)));
        assertThat(CONTEXT.redis.command("INFO", "commandstats")).contains("cmdstat_mget:calls=1,");
    }

    @Test
    void whatRedisDoesNotSayIsTheLatestOfTheHistoryAndMarked() {
        Quote live = quote("AAPL", "188.38", now);
        Quote recorded = quote("MSFT", "410.10", now.minus(Duration.ofDays(1)));
        CONTEXT.put(live);
        history.record(List.of(recorded, quote("MSFT", "400", now.minus(Duration.ofDays(2)))));

        assertThat(prices.of(List.of(AAPL, MSFT, new Ticker("NONE"))))
                .containsOnly(
                        Map.entry(AAPL, new KnownQuote(live, Origin.LIVE)),
                        Map.entry(MSFT, new KnownQuote(recorded, Origin.HISTORY)));
    }

    @Test
    void withRedisKilledTheLastKnownPriceStandsInUntilTheHistoryHasANewerOne() {
        Quote last = quote("AAPL", "188.38", now.minusSeconds(60));
        CONTEXT.put(last);
        assertThat(prices.of(List.of(AAPL))).containsEntry(AAPL, new KnownQuote(last, Origin.LIVE));

        CONTEXT.redis.kill();
        try {
            assertThat(prices.of(List.of(AAPL))).containsEntry(AAPL, new KnownQuote(last, Origin.LAST_KNOWN));
            Quote newer = quote("AAPL", "189", now);
            history.record(List.of(newer));
            assertThat(prices.of(List.of(AAPL))).containsEntry(AAPL, new KnownQuote(newer, Origin.HISTORY));
        } finally {
            CONTEXT.redis.restart();
        }
        CONTEXT.put(last);
        patiently()
                .untilAsserted(() ->
                        assertThat(prices.of(List.of(AAPL))).containsEntry(AAPL, new KnownQuote(last, Origin.LIVE)));
    }

    @Test
    void aRedisThatHangsIsWaitedForOnceASecondAndNotByEveryCall() {
        Quote last = quote("AAPL", "188.38", now);
        CONTEXT.put(last);
        prices.of(List.of(AAPL));

        CONTEXT.redis.pause();
        try {
            // Each call would wait for as long as the client does; without the rest, a hundred would take minutes.
            Instant start = Instant.now();
            for (int i = 0; i < 100; i++) {
                assertThat(prices.of(List.of(AAPL))).containsEntry(AAPL, new KnownQuote(last, Origin.LAST_KNOWN));
            }
            assertThat(Duration.between(start, Instant.now())).isLessThan(PriceContext.TIMEOUT.multipliedBy(30));
        } finally {
            CONTEXT.redis.resume();
        }
        patiently()
                .untilAsserted(() ->
                        assertThat(prices.of(List.of(AAPL)).get(AAPL)).isEqualTo(new KnownQuote(last, Origin.LIVE)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "188.38",
                "<html><body>188.38</body></html>",
                "{\"price\": \"0\", \"currency\": \"USD\", \"time\": \"2026-11-02T08:00:00Z\", \"source\": \"test\"}",
                "{\"price\": \"-1\", \"currency\": \"USD\", \"time\": \"2026-11-02T08:00:00Z\", \"source\": \"test\"}",
                "{\"price\": \"NaN\", \"currency\": \"USD\", \"time\": \"2026-11-02T08:00:00Z\", \"source\": \"test\"}",
                "{\"price\": 1e2000000000, \"currency\": \"USD\", \"time\": \"2026-11-02T08:00:00Z\", \"source\": \"t\"}",
                "{\"price\": \"188,38\", \"currency\": \"USD\", \"time\": \"2026-11-02T08:00:00Z\", \"source\": \"test\"}",
                "{\"price\": \"188.38\", \"currency\": \"USD\", \"time\": \"yesterday\", \"source\": \"test\"}",
                "{\"price\": \"188.38\", \"currency\": \"USD\", \"source\": \"test\"}",
                "{\"price\": \"188.38\", \"price\": \"1\", \"currency\": \"USD\", \"time\": \"2026-11-02T08:00:00Z\","
                        + " \"source\": \"test\"}"
            })
    void aValueThatIsNoQuoteCountsAsAbsentAndIsCounted(String value) {
        Quote recorded = quote("AAPL", "187", now.minusSeconds(60));
        history.record(List.of(recorded));
        CONTEXT.put(quote("MSFT", "410", now));
        CONTEXT.redis.command("SET", "trakkit:price:AAPL", value);
        double before = CONTEXT.bean(MeterRegistry.class)
                .get("trakkit.prices.unreadable")
                .counter()
                .count();

        Map<Ticker, KnownQuote> known = prices.of(List.of(AAPL, MSFT));

        assertThat(known).containsEntry(AAPL, new KnownQuote(recorded, Origin.HISTORY));
        assertThat(known.get(MSFT)).matches(KnownQuote::isLive);
        assertThat(CONTEXT.bean(MeterRegistry.class)
                        .get("trakkit.prices.unreadable")
                        .counter()
                        .count())
                .isEqualTo(before + 1);
    }

    @Test
    void aKeyOfAnotherTypeCountsAsAbsentAndHarmsNoOther() {
        CONTEXT.put(quote("MSFT", "410", now));
        CONTEXT.redis.command("LPUSH", "trakkit:price:AAPL", "188.38");

        assertThat(prices.of(List.of(AAPL, MSFT))).containsOnlyKeys(MSFT);
    }

    @Test
    void aPriceFromTheFutureIsNotBelieved() {
        CONTEXT.put(quote("MSFT", "410", now.plus(Duration.ofHours(1))));

        assertThat(prices.of(List.of(MSFT))).isEmpty();
    }

    @Test
    void aPriceMayBeInAnyCurrencyAndWithoutOneIsInTheUsual() {
        set(
                "AAPL",
                "{\"price\": \"188.38\", \"currency\": \"EUR\", \"time\": \"2026-11-02T08:00:00Z\", \"source\": \"x\"}");
        set("MSFT", "{\"price\": \"410\", \"time\": \"2026-11-02T08:00:00Z\", \"source\": \"x\"}");

        assertThat(known(AAPL).currency()).isEqualTo(new CurrencyCode("EUR"));
        assertThat(known(MSFT).currency()).isEqualTo(PriceContext.USD);
    }

    /** Another program states the latest price, which includes no split after its own time, unless it says so. */
    @Test
    void anAdjustedPriceInRedisIsOfItsOwnTimeOrSaysOfWhichOneItIs() {
        String quote = "{\"price\": \"188.38\", \"time\": \"2026-11-02T08:00:00Z\", \"source\": \"x\", %s}";
        set("AAPL", quote.formatted("\"adjusted\": true"));
        set("MSFT", quote.formatted("\"adjusted_at\": \"2026-11-03T00:00:00Z\""));

        assertThat(known(AAPL).adjustedAt()).contains(Instant.parse("2026-11-02T08:00:00Z"));
        assertThat(known(MSFT).adjustedAt()).contains(Instant.parse("2026-11-03T00:00:00Z"));
    }

    private Quote known(Ticker ticker) {
        return Objects.requireNonNull(prices.of(List.of(ticker)).get(ticker)).quote();
    }

    private static void set(String ticker, String value) {
        CONTEXT.redis.command("SET", "trakkit:price:" + ticker, value);
    }

    @Test
    void whenTheClockIsSetBackWhatIsAheadOfItIsNotBelievedUntilItHasCaughtUp() {
        Quote recorded = quote("AAPL", "187", now.minus(Duration.ofHours(2)));
        Quote live = quote("AAPL", "188.38", now);
        history.record(List.of(recorded, live));
        CONTEXT.put(live);
        SteppedClock clock = new SteppedClock(now);
        LivePrices stepped = newInstance(clock);
        assertThat(stepped.of(List.of(AAPL))).containsEntry(AAPL, new KnownQuote(live, Origin.LIVE));

        clock.step(Duration.ofHours(-1));
        assertThat(stepped.of(List.of(AAPL))).containsEntry(AAPL, new KnownQuote(recorded, Origin.HISTORY));

        clock.step(Duration.ofMinutes(60).minusSeconds(30));
        assertThat(stepped.of(List.of(AAPL))).containsEntry(AAPL, new KnownQuote(live, Origin.LIVE));
        assertThat(live.age(clock.instant())).isZero();
    }
}
