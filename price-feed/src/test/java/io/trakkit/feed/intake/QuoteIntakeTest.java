package io.trakkit.feed.intake;

import static io.trakkit.feed.testing.FeedApp.quote;
import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.QuoteDecision;
import io.trakkit.domain.price.QuoteRules;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.feed.testing.FeedApp;
import io.trakkit.prices.QuoteStore;
import io.trakkit.prices.QuoteStore.Stored;
import io.trakkit.store.prices.PriceHistory;
import io.trakkit.testing.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuoteIntakeTest {

    private static final FeedApp APP = new FeedApp();
    private static final Ticker AAPL = new Ticker("AAPL");
    private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");

    private final SteppedClock clock = new SteppedClock(NOON);
    private final PriceHistory history = APP.bean(PriceHistory.class);
    private final QuoteStore store = APP.bean(QuoteStore.class);
    private final QuoteIntake intake =
            new QuoteIntake(store, history, APP.bean(QuoteRules.class), clock, APP.bean(MeterRegistry.class));

    @AfterAll
    static void stop() {
        APP.close();
    }

    @BeforeEach
    void empty() {
        APP.empty();
    }

    @Test
    void theNewestQuoteStaysWhateverTheOrderOfArrival() {
        Quote first = quote("AAPL", "188", NOON.minusSeconds(20));
        Quote second = quote("AAPL", "189", NOON.minusSeconds(10));

        assertThat(decisions(List.of(second))).containsExactly(QuoteDecision.ACCEPTED);
        assertThat(decisions(List.of(first))).containsExactly(QuoteDecision.BACKFILLED);
        assertThat(decisions(List.of(second))).containsExactly(QuoteDecision.REPEATED);
        assertThat(decisions(List.of(first))).containsExactly(QuoteDecision.REPEATED);

        assertThat(inRedis()).isEqualTo(second);
        assertThat(history.latest(List.of(AAPL), NOON.minusSeconds(11))).containsValue(first);
        assertThat(history.latest(List.of(AAPL), NOON)).containsValue(second);
    }

    @Test
    void anotherPriceForAKnownTimeIsRefusedBeItTheLatestOrOneOfThePast() {
        Quote first = quote("AAPL", "188", NOON.minusSeconds(20));
        Quote second = quote("AAPL", "189", NOON.minusSeconds(10));
        intake.take(List.of(first, second), Set.of());

        assertThat(decisions(List.of(quote("AAPL", "190", second.time())))).containsExactly(QuoteDecision.CONFLICT);
        assertThat(decisions(List.of(quote("AAPL", "190", first.time())))).containsExactly(QuoteDecision.CONFLICT);

        assertThat(inRedis()).isEqualTo(second);
        assertThat(history.latest(List.of(AAPL), first.time())).containsValue(first);
    }

    /** Twenty years ago it cost a hundredth: 1, 9 and 80 are near their neighbours, 900 is not, though near the latest. */
    @Test
    void anOldQuoteIsJudgedByWhatCameBeforeItAndNotByTheLatest() {
        Quote latest = quote("AAPL", "270", NOON);
        Quote first = quote("AAPL", "1", NOON.minus(Duration.ofDays(7_000)));
        Quote second = quote("AAPL", "9", NOON.minus(Duration.ofDays(6_000)));
        Quote third = quote("AAPL", "80", NOON.minus(Duration.ofDays(3_000)));
        Quote jump = quote("AAPL", "900", NOON.minus(Duration.ofDays(2_000)));
        intake.take(List.of(latest), Set.of());

        assertThat(decisions(List.of(third, jump, first)))
                .containsExactly(QuoteDecision.BACKFILLED, QuoteDecision.JUMP, QuoteDecision.JUMP);
        assertThat(decisions(List.of(third, second)))
                .containsExactly(QuoteDecision.BACKFILLED, QuoteDecision.BACKFILLED);
        assertThat(decisions(List.of(jump))).containsExactly(QuoteDecision.JUMP);
        assertThat(intake.take(jump, true).quotes().getFirst().decision()).isEqualTo(QuoteDecision.BACKFILLED);

        assertThat(inRedis()).isEqualTo(latest);
        assertThat(history.latest(List.of(AAPL), second.time())).containsValue(second);
    }

    /** Thirty years of days of ten tickers, after the latest is known; and all of them again. */
    @Test
    void aLongHistoryIsLoadedAtOnceAndAgainWithoutEffect() {
        List<Quote> latest = new ArrayList<>();
        List<Quote> past = new ArrayList<>();
        for (int ticker = 0; ticker < 10; ticker++) {
            latest.add(quote("H" + ticker, "100", NOON));
            for (int day = 1; day <= 7_500; day++) {
                past.add(quote("H" + ticker, Integer.toString(100 + day % 50), NOON.minus(Duration.ofDays(day))));
            }
        }
        intake.take(latest, Set.of());

        Intake first = intake.take(past, Set.of());
        Intake again = intake.take(past, Set.of());

        assertThat(first.count(QuoteDecision.BACKFILLED)).isEqualTo(past.size());
        assertThat(again.count(QuoteDecision.REPEATED)).isEqualTo(past.size());
    }

    /** Half a minute ahead by the market's clock: as of now, so that an answer now and one as of now are equal. */
    @Test
    void aQuoteALittleAheadOfOurClockCountsFromItsReceiptOn() {
        Quote ahead = quote("AAPL", "188", NOON.plusSeconds(30));

        Quote taken = intake.take(List.of(ahead), Set.of()).quotes().getFirst().quote();

        assertThat(taken).isEqualTo(quote("AAPL", "188", NOON));
        assertThat(inRedis()).isEqualTo(taken);
        assertThat(history.latest(List.of(AAPL), NOON)).containsValue(taken);
    }

    /** In dollars, then in yen, then in dollars again: none is a jump, and each keeps its currency. */
    @Test
    void aSourceMayChangeItsCurrency() {
        Quote dollars = quote("AAPL", "188", NOON.minusSeconds(30));
        Quote yen =
                new Quote(AAPL, Price.of("29000"), new CurrencyCode("JPY"), NOON.minusSeconds(20), dollars.source());
        Quote again = quote("AAPL", "189", NOON.minusSeconds(10));

        assertThat(decisions(List.of(dollars))).containsExactly(QuoteDecision.ACCEPTED);
        assertThat(decisions(List.of(yen))).containsExactly(QuoteDecision.ACCEPTED);
        assertThat(inRedis()).isEqualTo(yen);
        assertThat(decisions(List.of(again))).containsExactly(QuoteDecision.ACCEPTED);

        assertThat(inRedis()).isEqualTo(again);
        assertThat(history.latest(List.of(AAPL), yen.time())).containsValue(yen);
    }

    /** An adjusted price that says it includes splits of tomorrow includes those up to its receipt. */
    @Test
    void anAdjustedPriceStaysAsItWasObserved() {
        Quote ahead = adjusted(NOON.plusSeconds(60));
        Quote first = adjusted(NOON);

        assertThat(intake.take(List.of(ahead), Set.of()).quotes().getFirst().quote())
                .isEqualTo(first);
        clock.step(Duration.ofDays(1));
        assertThat(decisions(List.of(adjusted(clock.instant())))).containsExactly(QuoteDecision.REPEATED);

        assertThat(inRedis()).isEqualTo(first);
        assertThat(history.latest(List.of(AAPL), NOON)).containsValue(first);
    }

    private static Quote adjusted(Instant adjustedAt) {
        Quote raw = quote("AAPL", "188", NOON.minusSeconds(20));
        return new Quote(raw.ticker(), raw.price(), raw.currency(), raw.time(), raw.source(), Optional.of(adjustedAt));
    }

    @Test
    void ofManyQuotesOfATickerAllAreJudgedInTheOrderOfTheirTimes() {
        Quote old = quote("AAPL", "10", NOON.minus(Duration.ofDays(2)));
        Quote middle = quote("AAPL", "90", NOON.minus(Duration.ofDays(1)));
        Quote jump = quote("AAPL", "901", NOON.minusSeconds(60));
        Quote last = quote("AAPL", "800", NOON);

        Intake taken = intake.take(List.of(last, jump, old, middle), Set.of());

        assertThat(taken.quotes())
                .containsExactly(
                        new Intake.DecidedQuote(old, QuoteDecision.ACCEPTED, null),
                        new Intake.DecidedQuote(middle, QuoteDecision.ACCEPTED, old),
                        new Intake.DecidedQuote(jump, QuoteDecision.JUMP, middle),
                        new Intake.DecidedQuote(last, QuoteDecision.ACCEPTED, middle));
        assertThat(List.of(old, middle, last))
                .allSatisfy(quote ->
                        assertThat(history.latest(List.of(AAPL), quote.time())).containsValue(quote));
        assertThat(history.latest(List.of(AAPL), jump.time())).containsValue(middle);
        assertThat(inRedis()).isEqualTo(last);
    }

    @Test
    void whatIsRefusedIsCountedAndReachesNeitherRedisNorTheHistory() {
        Quote good = quote("AAPL", "188", NOON.minusSeconds(20));
        intake.take(List.of(good), Set.of());
        double jumps = counted("jump");
        double future = counted("future");

        intake.take(
                List.of(quote("AAPL", "18.79", NOON), quote("MSFT", "400", NOON.plus(Duration.ofMinutes(2)))),
                Set.of());

        assertThat(counted("jump")).isEqualTo(jumps + 1);
        assertThat(counted("future")).isEqualTo(future + 1);
        assertThat(inRedis()).isEqualTo(good);
        assertThat(history.latest(List.of(AAPL, new Ticker("MSFT")), Instant.parse("2030-01-01T00:00:00Z"))
                        .values())
                .containsExactly(good);
    }

    @Test
    void aRedisThatComesBackEmptyIsFilledFromTheHistoryWithoutANewQuote() {
        Quote known = quote("AAPL", "188", NOON.minusSeconds(20));
        intake.take(List.of(known), Set.of());
        APP.redis.command("FLUSHALL");

        assertThat(intake.take(List.of(), Set.of(AAPL)).live()).isTrue();

        assertThat(inRedis()).isEqualTo(known);
    }

    @Test
    void whatWasRecordedWhileRedisWasAwayIsPutThereOnceItIsBackThoughItHoldsAnOlderOne() {
        Quote older = quote("AAPL", "188", NOON.minusSeconds(20));
        Quote newer = quote("AAPL", "189", NOON);
        intake.take(List.of(older), Set.of());
        APP.redis.pause();
        assertThat(intake.take(List.of(newer), Set.of()).live()).isFalse();
        APP.redis.resume();
        patiently().until(store::answers);
        assertThat(inRedis()).isEqualTo(older);

        assertThat(intake.take(List.of(), Set.of(AAPL)).live()).isTrue();

        assertThat(inRedis()).isEqualTo(newer);
    }

    @Test
    void aValueThatOthersLeftAndIsNoQuoteIsReplaced() {
        APP.redis.command("LPUSH", "trakkit:price:AAPL", "1");
        Quote good = quote("AAPL", "188", NOON);

        assertThat(decisions(List.of(good))).containsExactly(QuoteDecision.ACCEPTED);

        assertThat(inRedis()).isEqualTo(good);
    }

    @Test
    void afterTheClockWasSetBackTheQuotesOfBeforeAreNotInTheWayOfNewOnes() {
        clock.step(Duration.ofDays(1));
        Quote ahead = quote("AAPL", "188", clock.instant());
        intake.take(List.of(ahead), Set.of());

        clock.step(Duration.ofDays(-1));
        Quote now = quote("AAPL", "189", clock.instant());
        assertThat(decisions(List.of(now))).containsExactly(QuoteDecision.ACCEPTED);

        assertThat(inRedis()).isEqualTo(now);
    }

    @Test
    void ofManyWritersTheNewestQuoteWins() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("ofManyWritersTheNewestQuoteWins: seed " + seed);
        List<Quote> quotes = new ArrayList<>(IntStream.range(0, 40)
                .mapToObj(i -> quote("AAPL", Integer.toString(100 + i), NOON.minusSeconds(40 - i)))
                .toList());
        Quote newest = quotes.getLast();
        Collections.shuffle(quotes, new Random(seed));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            quotes.forEach(quote -> all.add(threads.submit(() -> intake.take(List.of(quote), Set.of()))));
            for (Future<?> one : all) {
                one.get();
            }
        }
        intake.take(List.of(), Set.of(AAPL));

        assertThat(inRedis()).isEqualTo(newest);
    }

    private List<QuoteDecision> decisions(List<Quote> quotes) {
        return intake.take(quotes, Set.of()).quotes().stream()
                .map(Intake.DecidedQuote::decision)
                .toList();
    }

    private @Nullable Quote inRedis() {
        return store.read(List.of(AAPL)).getOrDefault(AAPL, Stored.NONE).quote();
    }

    private static double counted(String decision) {
        return APP.bean(MeterRegistry.class)
                .get("trakkit.feed.quotes")
                .tag("verdict", decision)
                .counter()
                .count();
    }
}
