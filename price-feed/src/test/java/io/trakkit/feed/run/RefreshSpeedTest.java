package io.trakkit.feed.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.domain.value.Ticker;
import io.trakkit.feed.intake.QuoteIntake;
import io.trakkit.feed.run.FeedRuns.Outcome;
import io.trakkit.feed.source.http.HttpSettings;
import io.trakkit.feed.source.http.HttpSource;
import io.trakkit.feed.testing.FeedApp;
import io.trakkit.feed.testing.MarketData;
import io.trakkit.prices.KnownQuote;
import io.trakkit.prices.LivePrices;
import io.trakkit.store.prices.HeldTickers;
import io.trakkit.store.prices.PriceHistory;
import io.trakkit.wire.event.QuoteCodec;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** 2,000 tickers from a local service, in one run of the app with its usual settings, into PostgreSQL and Redis. */
class RefreshSpeedTest {

    /** What it is to take at most on a machine that does nothing else; a busy one is given more. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final int FOR_A_BUSY_MACHINE = 20;

    @Test
    void twoThousandTickersAreRefreshedInOneRun() {
        try (MarketData service = new MarketData();
                FeedApp app = new FeedApp(service.settings())) {
            app.hold(2_000);
            FeedRuns runs = new FeedRuns(
                    new FeedLeadership(app.database.dataSource(), FeedSchedule.SILENCE),
                    new HeldTickers(app.database.jdbc()),
                    new HttpSource(app.bean(HttpSettings.class), FeedApp.DEFAULTS, Clock.systemUTC()),
                    app.bean(QuoteIntake.class),
                    app.rates(Map.of()),
                    new HistoryThinning(app.bean(PriceHistory.class), Duration.ofDays(7), Clock.systemUTC()),
                    Clock.systemUTC(),
                    app.bean(MeterRegistry.class));

            long start = System.nanoTime();
            Outcome outcome = runs.run();
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            runs.close();

            System.out.printf(
                    "2,000 tickers refreshed in %d ms (to be reached: %d)%n", taken.toMillis(), LIMIT.toMillis());
            assertThat(outcome).isEqualTo(Outcome.DONE);
            assertThat(service.takeRequests()).isEqualTo(40);
            Collection<KnownQuote> known = app.bean(LivePrices.class)
                    .of(IntStream.range(0, 2_000)
                            .mapToObj(i -> new Ticker("T" + i))
                            .toList())
                    .values();
            assertThat(known).hasSize(2_000).allMatch(KnownQuote::isLive);
            tellHowLongReadsTake(app);
            assertThat(taken).isLessThan(LIMIT.multipliedBy(FOR_A_BUSY_MACHINE));
        }
    }

    /** A thousand prices, read again and again: from Redis each time, decoded only where they have changed. */
    private static void tellHowLongReadsTake(FeedApp app) {
        List<Ticker> thousand =
                IntStream.range(0, 1_000).mapToObj(i -> new Ticker("T" + i)).toList();
        LivePrices prices = app.bean(LivePrices.class);
        QuoteCodec codec = new QuoteCodec(FeedApp.DEFAULTS);
        List<byte[]> values = prices.of(thousand).values().stream()
                .map(known -> QuoteCodec.encode(known.quote()))
                .toList();
        long read = median(() -> prices.of(thousand));
        long decode = median(() -> values.forEach(value -> codec.decode(thousand.getFirst(), value)));
        System.out.printf("1,000 prices read in %d µs; to decode them all would take %d µs more%n", read, decode);
    }

    private static long median(Runnable work) {
        return IntStream.range(0, 200)
                .mapToLong(_ -> {
                    long start = System.nanoTime();
                    work.run();
                    return (System.nanoTime() - start) / 1_000;
                })
                .skip(100)
                .sorted()
                .skip(50)
                .findFirst()
                .orElseThrow();
    }
}
