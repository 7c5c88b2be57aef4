package io.trakkit.worker.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.history.HistoricalPositions;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.RatesAt;
import io.trakkit.domain.returns.MoneyWeightedReturn;
import io.trakkit.domain.returns.Performance;
import io.trakkit.domain.returns.PerformanceReader;
import io.trakkit.domain.returns.Timeline;
import io.trakkit.domain.returns.rate.Solution;
import io.trakkit.domain.testing.LegalOrders;
import io.trakkit.domain.testing.PlainBook;
import io.trakkit.domain.testing.RandomBooks;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.valuation.Pricing;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.query.PastHoldings;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Seed;
import io.trakkit.worker.testing.Events;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The past of what a worker has applied, checkpoints, flips and amendments of amendments included, is what a plain account
 * of the same log has at every time: at the very times of trades, right before them, in between, before the first and after
 * the last.
 */
class PastTest {

    private static final BookRules RULES = new BookRules(new CurrencyCode("USD"), false);
    private static final PortfolioId PORTFOLIO = new PortfolioId(1);
    private static final Ticker QUOTED = new Ticker("AAPL");
    private static final List<PositionKey> KEYS = List.of(key(QUOTED), key(new Ticker("GODREJIND")));
    private static final int BOOKS = 12;

    private final Seed seed = Seed.ofThisRun();
    private final TestDatabase database = TestDatabase.create();
    private final PastHoldings holdings = new PastHoldings(database.jdbc());

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void whatWasHeldAtATimeIsWhatThePlainAccountHasThen() {
        Events.insertPortfolio(database, PORTFOLIO.value(), "u-1");
        for (int i = 0; i < BOOKS; i++) {
            Seed ofBook = seed.plus(i);
            List<TradeEvent> log = applied(ofBook, ofBook.random().nextInt(2, 300));
            PlainBook plain = PlainBook.of(log);
            times(log, ofBook.random(), 60).forEach(time -> comparePositions(ofBook, plain, time));
        }
    }

    /** A thousand trades of two keys, so that each look sets in at one checkpoint or another. */
    @Test
    void aLongPastIsReadFromItsCheckpoints() {
        Events.insertPortfolio(database, PORTFOLIO.value(), "u-1");
        List<TradeEvent> log = applied(seed, 1_800);
        PlainBook plain = PlainBook.of(log);

        times(log, seed.random(), 150).forEach(time -> comparePositions(seed, plain, time));
        comparePerformance(seed, log, plain, times(log, seed.random(), 20));
    }

    /** Every book lies within minutes of a day or two: flows share their day with each other and with valuations. */
    @Test
    void aPerformanceIsWhatThePlainAccountMakesOfTheSameTrades() {
        Events.insertPortfolio(database, PORTFOLIO.value(), "u-1");
        for (int i = 0; i < BOOKS; i++) {
            Seed ofBook = seed.plus(i);
            List<TradeEvent> log = applied(ofBook, ofBook.random().nextInt(2, 200));
            comparePerformance(ofBook, log, PlainBook.of(log), times(log, ofBook.random(), 12));
        }
    }

    private List<TradeEvent> applied(Seed ofBook, int events) {
        database.jdbc()
                .sql("TRUNCATE summaries, trades, activities, checkpoints, events, dead_letters, progress")
                .update();
        RandomGenerator random = ofBook.random();
        List<TradeEvent> log =
                LegalOrders.shuffled(RandomBooks.events(ofBook, new UserId("u-1"), KEYS, events), random);
        TestLog records = new TestLog().append(log.toArray(TradeEvent[]::new));
        TestLog.Worker worker = records.worker(database);
        for (List<LogRecord> rest = records.records(); !rest.isEmpty(); ) {
            int size = Math.min(rest.size(), 1 + random.nextInt(100));
            worker.apply(rest.subList(0, size));
            rest = rest.subList(size, rest.size());
        }
        return log;
    }

    /** Of trades, of events, of neither, and the day after. */
    private static SortedSet<Instant> times(List<TradeEvent> log, RandomGenerator random, int count) {
        SortedSet<Instant> times = new TreeSet<>();
        Instant first = log.stream().map(PastTest::time).min(Instant::compareTo).orElseThrow();
        times.add(first.minusSeconds(1));
        times.add(first.plus(40, ChronoUnit.DAYS));
        for (int i = 0; i < count; i++) {
            Instant time = time(log.get(random.nextInt(log.size())));
            times.add(
                    switch (random.nextInt(4)) {
                        case 0, 1 -> time;
                        case 2 -> time.minus(1, ChronoUnit.MICROS);
                        default -> time.plusMillis(random.nextInt(2_000));
                    });
        }
        return times;
    }

    private static Instant time(TradeEvent event) {
        return event instanceof TradeEvent.Created created ? created.trade().executedAt() : event.occurredAt();
    }

    private void comparePositions(Seed ofBook, PlainBook plain, Instant time) {
        HistoricalPositions found = new HistoricalPositions(RULES);
        database.transactions()
                .executeWithoutResult(_ -> holdings.visit(ClientId.DEFAULT, PORTFOLIO, time, time, found));
        Map<PositionKey, PlainBook.Then> shown = new TreeMap<>();
        found.positions()
                .forEach((ticker, held) -> shown.put(
                        key(ticker),
                        new PlainBook.Then(
                                held.position().held(),
                                held.position().cost(),
                                held.position().realised(),
                                held.lastTrade())));
        assertThat(shown).as("%s as of %s", ofBook, time).isEqualTo(plain.asOf(time));
    }

    private void comparePerformance(Seed ofBook, List<TradeEvent> log, PlainBook plain, SortedSet<Instant> wanted) {
        PlainPerformance account = PlainPerformance.of(plain, KEYS, quotes(ofBook, log, wanted));
        Instant from = wanted.first();
        Instant to = wanted.last();
        Performance found = Objects.requireNonNull(database.transactions().execute(_ -> {
            Timeline timeline = Timeline.of(
                    List.copyOf(wanted), holdings.moments(ClientId.DEFAULT, PORTFOLIO, from, to, 1_000_000));
            PerformanceReader reader = new PerformanceReader(
                    timeline,
                    new Pricing(Optional.empty(), Duration.ofDays(1_000)),
                    (ticker, _) -> account.quotesOf(ticker, to),
                    RULES,
                    RatesAt.NONE,
                    Map.of());
            holdings.visit(ClientId.DEFAULT, PORTFOLIO, from, to, reader);
            return reader.performance();
        }));
        compareMoneyWeighted(ofBook, account, from, to, found.moneyWeighted());
        Map<Instant, Optional<BigDecimal>> timeWeighted = account.timeWeighted(wanted);
        assertThat(found.points()).extracting(Performance.Point::at).containsExactlyElementsOf(wanted);
        for (Performance.Point point : found.points()) {
            Collection<PlainBook.Then> then = plain.asOf(point.at()).values();
            String place = "%s at %s".formatted(ofBook, point.at());
            assertThat(point.value()).as(place).isEqualByComparingTo(account.value(point.at(), false));
            assertThat(point.cost()).as(place).isEqualByComparingTo(sum(then, PlainBook.Then::cost));
            assertThat(point.realised()).as(place).isEqualByComparingTo(sum(then, PlainBook.Then::realised));
            assertThat(point.timeWeighted().map(BigDecimal::stripTrailingZeros))
                    .as(place)
                    .isEqualTo(
                            Objects.requireNonNull(timeWeighted.get(point.at())).map(BigDecimal::stripTrailingZeros));
        }
    }

    /** Where a rate balances what went in and out, it does no longer to either side of it, and nowhere else. */
    private static void compareMoneyWeighted(
            Seed ofBook, PlainPerformance account, Instant from, Instant to, MoneyWeightedReturn found) {
        DoubleUnaryOperator presentValue = account.presentValue(from, to);
        DoublePredicate isPositive = percent -> presentValue.applyAsDouble(percent) > 0;
        if (found.solution() != Solution.FOUND) {
            for (MoneyWeightedReturn.Rate rate : found.rates()) {
                double percent = rate.overSpan().doubleValue();
                double rounding = 0.0001 + Math.abs(percent) * 1e-9;
                // What is as good as all lost is shown as such, and below there is no rate.
                if (percent - rounding > -100) {
                    assertThat(isPositive.test(percent - rounding))
                            .as("%s balances at %s", ofBook, rate)
                            .isNotEqualTo(isPositive.test(percent + rounding));
                }
            }
            int changes = 0;
            for (double percent = -99; percent < 500; percent += 7) {
                changes += isPositive.test(percent) == isPositive.test(percent + 7) ? 0 : 1;
            }
            assertThat(changes)
                    .as("%s: %s", ofBook, found)
                    .isLessThanOrEqualTo(found.rates().size());
        }
    }

    /** One ticker has a price that moves, also at trades and around them; the other is worth what it was last traded at. */
    private static List<Quote> quotes(Seed ofBook, List<TradeEvent> log, SortedSet<Instant> points) {
        List<Quote> quotes = new ArrayList<>();
        SortedSet<Instant> quoted = times(log, ofBook.random(), 20);
        quoted.addAll(points);
        for (Instant time : quoted) {
            quotes.add(new Quote(
                    QUOTED,
                    new Price(BigDecimal.valueOf(100L + 7L * (quotes.size() % 5), 1)),
                    new CurrencyCode("USD"),
                    time,
                    new PriceSourceName("test")));
        }
        return quotes;
    }

    private static BigDecimal sum(Collection<PlainBook.Then> lines, Function<PlainBook.Then, BigDecimal> number) {
        return lines.stream().map(number).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static PositionKey key(Ticker ticker) {
        return new PositionKey(ClientId.DEFAULT, PORTFOLIO, ticker);
    }
}
