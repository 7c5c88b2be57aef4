package io.trakkit.feed.run;

import static io.trakkit.feed.testing.FeedApp.quote;
import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.domain.price.CurrencyPair;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.value.Ticker;
import io.trakkit.feed.intake.QuoteIntake;
import io.trakkit.feed.run.FeedRuns.Outcome;
import io.trakkit.feed.source.Polled;
import io.trakkit.feed.source.PriceSource;
import io.trakkit.feed.source.SourceException;
import io.trakkit.feed.testing.FeedApp;
import io.trakkit.prices.LivePrices;
import io.trakkit.store.prices.FxRates;
import io.trakkit.store.prices.HeldTickers;
import io.trakkit.store.prices.PriceHistory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedRunsTest {

    private static final Ticker T0 = new Ticker("T0");

    private final FeedApp app = new FeedApp();
    private final List<FeedRuns> opened = new ArrayList<>();
    private final List<Set<Ticker>> asked = new ArrayList<>();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

    @AfterEach
    void close() {
        opened.forEach(FeedRuns::close);
        app.close();
    }

    private FeedRuns instance(PriceSource source) {
        return instance(source, FeedSchedule.SILENCE);
    }

    private FeedRuns instance(PriceSource source, Duration silence) {
        return instance(source, silence, Map.of());
    }

    private FeedRuns instance(PriceSource source, Duration silence, Map<Ticker, CurrencyPair> rates) {
        FeedRuns runs = new FeedRuns(
                new FeedLeadership(app.database.dataSource(), silence),
                new HeldTickers(app.database.jdbc()),
                source,
                app.bean(QuoteIntake.class),
                app.rates(rates),
                new HistoryThinning(app.bean(PriceHistory.class), Duration.ofDays(7), Clock.systemUTC()),
                Clock.systemUTC(),
                app.bean(MeterRegistry.class));
        opened.add(runs);
        return runs;
    }

    private Polled quoting(Set<Ticker> tickers) {
        asked.add(tickers);
        return new Polled(List.of(quote("T0", "100", now), quote("OTHER", "1", now)), List.of(), () -> {});
    }

    @Test
    void onlyWhatSomebodyHoldsIsAskedForAndTaken() {
        FeedRuns runs = instance(this::quoting);
        assertThat(runs.run()).isEqualTo(Outcome.DONE);
        assertThat(asked).as("nobody holds anything").isEmpty();

        app.hold(3);
        assertThat(runs.run()).isEqualTo(Outcome.DONE);

        assertThat(asked).containsExactly(Set.of(T0, new Ticker("T1"), new Ticker("T2")));
        assertThat(app.bean(LivePrices.class).of(List.of(T0, new Ticker("OTHER"))))
                .containsOnlyKeys(T0);
    }

    @Test
    void ofManyInstancesOneAsksAndAnotherTakesOverWhenItIsGone() throws Exception {
        app.hold(1);
        List<FeedRuns> instances = List.of(
                instance(this::quoting), instance(this::quoting), instance(this::quoting), instance(this::quoting));
        CyclicBarrier together = new CyclicBarrier(instances.size());
        List<Outcome> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Outcome>> all = new ArrayList<>();
            instances.forEach(instance -> all.add(threads.submit(() -> {
                together.await();
                return instance.run();
            })));
            for (Future<Outcome> one : all) {
                outcomes.add(one.get());
            }
        }
        assertThat(outcomes).containsExactlyInAnyOrder(Outcome.DONE, Outcome.STANDBY, Outcome.STANDBY, Outcome.STANDBY);
        assertThat(asked).hasSize(1);

        FeedRuns leader = instances.get(outcomes.indexOf(Outcome.DONE));
        FeedRuns other = instances.get(outcomes.indexOf(Outcome.STANDBY));
        assertThat(other.run()).as("later, as long as the leader lives").isEqualTo(Outcome.STANDBY);
        assertThat(leader.run()).isEqualTo(Outcome.DONE);
        leader.close();
        assertThat(other.run()).isEqualTo(Outcome.DONE);
    }

    @Test
    void whenTheLeadersConnectionDiesItIsNoLongerTheLeader() {
        app.hold(1);
        FeedRuns leader = instance(this::quoting);
        assertThat(leader.run()).isEqualTo(Outcome.DONE);
        app.database
                .jdbc()
                .sql("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                        + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
                .query(Boolean.class)
                .list();
        patiently().until(() -> !anyoneLeads());

        FeedRuns other = instance(this::quoting);
        assertThat(other.run()).isEqualTo(Outcome.DONE);
        assertThat(leader.run()).isEqualTo(Outcome.STANDBY);
    }

    /** Its process lives and its connection stands, but it says nothing: its machine hangs, or is cut off. */
    @Test
    void whenNothingIsHeardOfTheLeaderAnotherOneTakesOverAndTheOldOneStandsByAfterwards() {
        app.hold(1);
        FeedRuns silent = instance(this::quoting, Duration.ofSeconds(1));
        assertThat(silent.run()).isEqualTo(Outcome.DONE);

        FeedRuns other = instance(this::quoting);
        patiently().until(() -> other.run() == Outcome.DONE);

        silent.heartbeat();
        assertThat(silent.run()).isEqualTo(Outcome.STANDBY);
        assertThat(other.run()).isEqualTo(Outcome.DONE);
    }

    @Test
    void aLeaderThatSaysThatItIsThereKeepsTheLeadBetweenItsRuns() {
        app.hold(1);
        FeedRuns leader = instance(this::quoting, Duration.ofSeconds(4));
        assertThat(leader.run()).isEqualTo(Outcome.DONE);
        FeedRuns other = instance(this::quoting);

        Instant twiceAsLong = Instant.now().plusSeconds(8);
        patiently().pollInterval(Duration.ofMillis(200)).until(() -> {
            leader.heartbeat();
            return Instant.now().isAfter(twiceAsLong);
        });

        assertThat(other.run()).isEqualTo(Outcome.STANDBY);
    }

    /** What it gives back to the pool is a connection like any other. */
    @Test
    void whatALeaderGivesBackDoesNotExpire() {
        try (FeedLeadership leadership = new FeedLeadership(app.database.dataSource(), Duration.ofSeconds(30))) {
            assertThat(leadership.takeOrKeep()).isTrue();
        }
        assertThat(IntStream.range(0, 20)
                        .mapToObj(_ -> app.database
                                .jdbc()
                                .sql("SHOW idle_session_timeout")
                                .query(String.class)
                                .single())
                        .distinct())
                .containsExactly("0");
    }

    private boolean anyoneLeads() {
        return app.database
                .jdbc()
                .sql("SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory'"
                        + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
                .query(Boolean.class)
                .single();
    }

    @Test
    void aSourceThatFailsLeavesWhatIsKnownAndRedisIsFilledAgain() {
        app.hold(1);
        Quote known = quote("T0", "100", now);
        app.bean(QuoteIntake.class).take(List.of(known), Set.of());
        app.redis.command("FLUSHALL");

        assertThat(instance(_ -> {
                            throw new SourceException("it answers 500");
                        })
                        .run())
                .isEqualTo(Outcome.SOURCE_FAILED);

        assertThat(app.bean(LivePrices.class).of(List.of(T0)).get(T0))
                .matches(price -> price != null && price.isLive());
    }

    /** Of ten days ago, within five minutes of each other; and the same of six days ago. */
    @Test
    void aRunThinsWhatIsOlderThanTheHistoryIsKeptExact() {
        PriceHistory history = app.bean(PriceHistory.class);
        Instant old = now.minus(Duration.ofDays(10)).truncatedTo(ChronoUnit.HOURS);
        Instant young = now.minus(Duration.ofDays(6)).truncatedTo(ChronoUnit.HOURS);
        for (Instant hour : List.of(old, young)) {
            history.record(List.of(
                    quote("T0", "1", hour.plusSeconds(1)),
                    quote("T0", "2", hour.plusSeconds(2)),
                    quote("T0", "3", hour.plusSeconds(3))));
        }

        assertThat(instance(this::quoting).run()).isEqualTo(Outcome.DONE);

        assertThat(history.latest(List.of(T0), old.plusSeconds(2)).get(T0))
                .isEqualTo(quote("T0", "1", old.plusSeconds(1)));
        assertThat(history.latest(List.of(T0), old.plusSeconds(3)).get(T0))
                .isEqualTo(quote("T0", "3", old.plusSeconds(3)));
        assertThat(history.latest(List.of(T0), young.plusSeconds(2)).get(T0))
                .isEqualTo(quote("T0", "2", young.plusSeconds(2)));
    }

    private static final CurrencyPair USD_EUR = CurrencyPair.parse("USD/EUR");

    private Optional<String> rate(Instant at) {
        return new FxRates(app.database.jdbc())
                .rateAt(USD_EUR.base(), USD_EUR.quote(), at)
                .map(known -> known.rate() + " " + known.source());
    }

    /** Nobody holds anything, and the source is asked for the rate alone. */
    @Test
    void thePriceOfATickerThatStandsForAPairIsItsRate() {
        FeedRuns runs = instance(
                tickers -> {
                    asked.add(tickers);
                    return new Polled(
                            List.of(
                                    quote("USDEUR=X", "0.92", now),
                                    quote("USDEUR=X", "0.9", now.minusSeconds(60)),
                                    quote("OTHER", "1", now)),
                            List.of(),
                            () -> {});
                },
                FeedSchedule.SILENCE,
                Map.of(new Ticker("USDEUR=X"), USD_EUR));

        assertThat(runs.run()).isEqualTo(Outcome.DONE);

        assertThat(asked).containsExactly(Set.of(new Ticker("USDEUR=X")));
        assertThat(rate(now)).contains("0.92 test");
        assertThat(rate(now.minusSeconds(1))).contains("0.9 test");
        assertThat(rate(now.minusSeconds(61))).isEmpty();
        assertThat(app.bean(LivePrices.class).of(List.of(new Ticker("USDEUR=X"))))
                .isEmpty();
    }

    /** 0.9, then 90, which is refused; then another rate for the time of the first, which stays. */
    @Test
    void aRateThatJumpsIsRefusedAndTheFirstOfATimeStays() {
        List<String> taken = new ArrayList<>();
        for (List<String> next : List.of(List.of("0.9", "0"), List.of("90", "1"), List.of("0.91", "0"))) {
            Instant time = now.minusSeconds(10).plusSeconds(Long.parseLong(next.get(1)));
            instance(
                            _ -> new Polled(
                                    List.of(quote("USDEUR", next.getFirst(), time)),
                                    List.of(),
                                    () -> taken.add(next.getFirst())),
                            FeedSchedule.SILENCE,
                            Map.of(new Ticker("USDEUR"), USD_EUR))
                    .run();
            opened.getLast().close();
        }

        assertThat(rate(now)).contains("0.9 test");
        assertThat(taken).containsExactly("0.9", "0.91");
    }

    @Test
    void aRateOfTheFutureIsRefused() {
        FeedRuns runs = instance(
                _ -> new Polled(List.of(quote("USDEUR", "0.9", now.plus(Duration.ofHours(1)))), List.of(), () -> {}),
                FeedSchedule.SILENCE,
                Map.of(new Ticker("USDEUR"), USD_EUR));

        assertThat(runs.run()).isEqualTo(Outcome.DONE);

        assertThat(rate(now.plus(Duration.ofDays(1)))).isEmpty();
    }

    @Test
    void whatIsRefusedIsAskedForInFullAgain() {
        app.hold(1);
        List<String> taken = new ArrayList<>();
        app.bean(QuoteIntake.class).take(List.of(quote("T0", "100", now.minusSeconds(1))), Set.of());

        instance(_ -> new Polled(List.of(quote("T0", "1", now)), List.of(), () -> taken.add("jump")))
                .run();
        opened.getLast().close();
        instance(_ -> new Polled(List.of(quote("T0", "101", now)), List.of(), () -> taken.add("good")))
                .run();

        assertThat(taken).containsExactly("good");
    }
}
