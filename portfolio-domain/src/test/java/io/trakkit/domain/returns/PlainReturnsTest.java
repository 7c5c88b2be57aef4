package io.trakkit.domain.returns;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.history.HistoricalPositions;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.RatesAt;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.Rank;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.valuation.Pricing;
import io.trakkit.domain.valuation.Splits;
import io.trakkit.domain.valuation.Valuation;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Decimals;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import io.trakkit.testing.Seed;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random portfolios, in which trades share instants, come free, go for nothing, are rejected, and claim times ahead of their
 * receipt, and quotes are before, at and after them: value and time-weighted return are what the definitions of
 * docs/returns.md give when each is worked out from the beginning, for each point and each flow by itself.
 */
class PlainReturnsTest {

    private static final Instant START = Instant.parse("2025-03-01T00:00:00Z");
    private static final int PORTFOLIOS = 400;
    private static final int MINUTES = 40;
    private static final MathContext EXACTLY = new MathContext(80);
    private static final BookRules RULES = new BookRules(new CurrencyCode("USD"), false);
    private static final Pricing PRICING = new Pricing(Optional.empty(), Duration.ofDays(10_000));

    private final Seed seed = Seed.ofThisRun();

    /** A trade, and when it was received. */
    private record Said(FoldedTrade entry, Instant receivedAt) {}

    /** A trade that counts from a moment on. */
    private record Counted(FoldedTrade entry, Instant from) {}

    private record Portfolio(Map<Ticker, List<Said>> trades, Map<Ticker, List<Quote>> quotes) {}

    @Test
    void valuesAndTimeWeightedReturnsAreThoseOfTheDefinitions() {
        int cuts = 0;
        for (int i = 0; i < PORTFOLIOS; i++) {
            Seed ofPortfolio = seed.plus(i);
            RandomGenerator random = ofPortfolio.random();
            Portfolio portfolio = portfolio(random);
            SortedSet<Instant> points = new TreeSet<>();
            while (points.size() < 2 + random.nextInt(1, 6)) {
                points.add(time(random));
            }
            cuts += compare(ofPortfolio, portfolio, List.copyOf(points));
        }
        assertThat(cuts).as("%s: the flows that were compared", seed).isGreaterThan(PORTFOLIOS);
    }

    private static int compare(Seed ofPortfolio, Portfolio portfolio, List<Instant> points) {
        Instant from = points.getFirst();
        Instant to = points.getLast();
        Map<Ticker, List<Counted>> counted = new TreeMap<>();
        portfolio.trades().forEach((ticker, trades) -> counted.put(ticker, counted(trades)));
        Performance found = found(portfolio, counted, points);
        SortedSet<Instant> cuts = new TreeSet<>();
        counted.values()
                .forEach(trades -> trades.stream()
                        .filter(trade ->
                                trade.from().isAfter(from) && !trade.from().isAfter(to))
                        .filter(PlainReturnsTest::isFlow)
                        .forEach(trade -> cuts.add(trade.from())));
        for (Performance.Point point : found.points()) {
            String place = "%s at %s".formatted(ofPortfolio, point.at());
            BigDecimal value = value(portfolio, counted, point.at(), false);
            assertThat(point.value()).as(place).isEqualByComparingTo(value);
            assertThat(asOf(portfolio, counted, point.at())).as(place).isEqualByComparingTo(value);
            assertThat(point.timeWeighted().map(Decimals::text))
                    .as(place)
                    .isEqualTo(timeWeighted(
                                    portfolio,
                                    counted,
                                    from,
                                    cuts.headSet(point.at().plusNanos(1)),
                                    point.at())
                            .map(Decimals::text));
        }
        return cuts.size();
    }

    private static Performance found(Portfolio portfolio, Map<Ticker, List<Counted>> counted, List<Instant> points) {
        List<Instant> moments = counted.values().stream()
                .flatMap(List::stream)
                .map(Counted::from)
                .distinct()
                .toList();
        PerformanceReader reader = new PerformanceReader(
                Timeline.of(points, moments),
                PRICING,
                (ticker, _) -> Objects.requireNonNull(portfolio.quotes().get(ticker)).stream()
                        .filter(quote -> !quote.time().isAfter(points.getLast()))
                        .iterator(),
                RULES,
                RatesAt.NONE,
                Map.of());
        counted.forEach((ticker, trades) -> {
            reader.begin(ticker, Position.EMPTY, null);
            trades.stream()
                    .filter(trade -> !trade.from().isAfter(points.getLast()))
                    .forEach(trade -> reader.next(trade.entry(), trade.from()));
        });
        return reader.performance();
    }

    private static BigDecimal asOf(Portfolio portfolio, Map<Ticker, List<Counted>> counted, Instant time) {
        HistoricalPositions then = new HistoricalPositions(RULES);
        counted.forEach((ticker, trades) -> {
            then.begin(ticker, Position.EMPTY, null);
            trades.stream()
                    .filter(trade -> !trade.from().isAfter(time))
                    .forEach(trade -> then.next(trade.entry(), trade.from()));
        });
        return PortfolioReturn.of(
                        then.positions(),
                        (ticker, held) -> PRICING.mark(
                                time,
                                newest(portfolio, ticker, time),
                                true,
                                held.lastTrade(),
                                Splits.NONE,
                                new Valuation(RULES.currency(), RatesAt.NONE)))
                .marketValue();
    }

    // From here on the definitions, as plainly as can be.

    private static Optional<BigDecimal> timeWeighted(
            Portfolio portfolio,
            Map<Ticker, List<Counted>> counted,
            Instant from,
            SortedSet<Instant> cuts,
            Instant to) {
        BigDecimal begin = value(portfolio, counted, from, false);
        BigDecimal growth = BigDecimal.ONE;
        boolean anyValue = begin.signum() != 0;
        for (Instant cut : cuts) {
            BigDecimal before = value(portfolio, counted, cut, true);
            growth = begin.signum() == 0 ? growth : growth.multiply(before).divide(begin, EXACTLY);
            begin = value(portfolio, counted, cut, false);
            anyValue |= before.signum() != 0 || begin.signum() != 0;
        }
        BigDecimal end = value(portfolio, counted, to, false);
        growth = begin.signum() == 0 ? growth : growth.multiply(end).divide(begin, EXACTLY);
        return anyValue || end.signum() != 0
                ? Optional.of(growth.subtract(BigDecimal.ONE).movePointRight(2).setScale(4, RoundingMode.HALF_EVEN))
                : Optional.empty();
    }

    /** @param beforeFlows whether the flows of that moment are still to come */
    private static BigDecimal value(
            Portfolio portfolio, Map<Ticker, List<Counted>> counted, Instant time, boolean beforeFlows) {
        BigDecimal value = BigDecimal.ZERO;
        for (Map.Entry<Ticker, List<Counted>> entry : counted.entrySet()) {
            BigDecimal held = BigDecimal.ZERO;
            for (Counted trade : entry.getValue()) {
                boolean counts = isApplied(trade) && !trade.from().isAfter(time);
                if (counts && !(beforeFlows && trade.from().equals(time) && isFlow(trade))) {
                    BigDecimal units = trade.entry().volume().value();
                    held = trade.entry().side() == Side.BUY
                            ? held.add(units)
                            : held.subtract(units).max(BigDecimal.ZERO);
                }
            }
            if (held.signum() != 0) {
                value = value.add(held.multiply(price(portfolio, entry.getKey(), entry.getValue(), time)));
            }
        }
        return value;
    }

    private static BigDecimal price(Portfolio portfolio, Ticker ticker, List<Counted> trades, Instant time) {
        Quote quote = newest(portfolio, ticker, time);
        FoldedTrade last = null;
        for (Counted trade : trades) {
            if (isFlow(trade) && !trade.from().isAfter(time)) {
                last = trade.entry();
            }
        }
        if (quote != null
                && (last == null || !quote.time().isBefore(last.tradeOrder().executedAt()))) {
            return quote.price().value();
        }
        return last == null ? BigDecimal.ZERO : last.price().value();
    }

    private static @Nullable Quote newest(Portfolio portfolio, Ticker ticker, Instant time) {
        return Objects.requireNonNull(portfolio.quotes().get(ticker)).stream()
                .filter(quote -> !quote.time().isAfter(time))
                .max(Comparator.comparing(Quote::time))
                .orElse(null);
    }

    private static boolean isFlow(Counted trade) {
        return isApplied(trade) && !trade.entry().price().isZero();
    }

    private static boolean isApplied(Counted trade) {
        return trade.entry().state() == TradeState.APPLIED;
    }

    /** Each counts when it was executed, or received if that is earlier; none before those that precede it. */
    private static List<Counted> counted(List<Said> trades) {
        List<Counted> counted = new ArrayList<>();
        for (int i = 0; i < trades.size(); i++) {
            Instant from = trades.subList(0, i + 1).stream()
                    .map(said -> min(said.entry().tradeOrder().executedAt(), said.receivedAt()))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            counted.add(new Counted(trades.get(i).entry(), from));
        }
        return counted;
    }

    private static Instant min(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    // The portfolios.

    private static Portfolio portfolio(RandomGenerator random) {
        Map<Ticker, List<Said>> trades = new TreeMap<>();
        Map<Ticker, List<Quote>> quotes = new HashMap<>();
        int tickers = 1 + random.nextInt(4);
        for (int i = 0; i < tickers; i++) {
            Ticker ticker = new Ticker("T" + i);
            trades.put(ticker, trades(random, i));
            Map<Instant, Quote> byTime = new TreeMap<>();
            for (int quote = random.nextInt(12); quote > 0; quote--) {
                Instant time = time(random).plusSeconds(random.nextInt(3) - 1);
                byTime.put(
                        time,
                        new Quote(ticker, price(random), new CurrencyCode("USD"), time, new PriceSourceName("test")));
            }
            quotes.put(ticker, List.copyOf(byTime.values()));
        }
        return new Portfolio(trades, quotes);
    }

    private static List<Said> trades(RandomGenerator random, int ticker) {
        record Draft(TradeOrder tradeOrder, Volume volume, Price price, boolean failed, Instant receivedAt) {}
        List<Draft> drafts = new ArrayList<>();
        for (int i = random.nextInt(20); i >= 0; i--) {
            Instant executed = time(random);
            Instant received = switch (random.nextInt(6)) {
                case 0 -> executed.minusSeconds(240);
                case 1 -> executed.minusSeconds(19_800);
                default -> executed.plusSeconds(random.nextInt(5_000));
            };
            drafts.add(new Draft(
                    new TradeOrder(
                            executed,
                            random.nextInt(3) == 0 ? Rank.SELL : Rank.BUY,
                            new RefId("r-" + ticker + "-" + i)),
                    Volume.of(Integer.toString(1 + random.nextInt(20))),
                    random.nextInt(6) == 0 ? Price.of("0") : price(random),
                    random.nextInt(10) == 0,
                    received));
        }
        drafts.sort(Comparator.comparing(Draft::tradeOrder));
        List<Said> said = new ArrayList<>();
        BigDecimal held = BigDecimal.ZERO;
        for (Draft draft : drafts) {
            boolean sells = draft.tradeOrder().rank() == Rank.SELL;
            BigDecimal units = draft.volume().value();
            FoldOutcome foldOutcome = draft.failed()
                    ? FoldOutcome.FAILED
                    : sells && units.compareTo(held) > 0 ? FoldOutcome.rejected(held) : FoldOutcome.APPLIED;
            if (foldOutcome.equals(FoldOutcome.APPLIED)) {
                held = sells ? held.subtract(units) : held.add(units);
            }
            TradeStatus status = draft.failed() ? TradeStatus.FAILED : TradeStatus.SUCCESS;
            said.add(new Said(
                    new FoldedTrade(draft.tradeOrder(), draft.volume(), draft.price(), status, foldOutcome),
                    draft.receivedAt()));
        }
        return said;
    }

    private static Price price(RandomGenerator random) {
        return new Price(BigDecimal.valueOf(1 + random.nextInt(5_000), 2));
    }

    /** Few different ones, so that they often meet. */
    private static Instant time(RandomGenerator random) {
        return START.plus(Duration.ofMinutes(random.nextInt(MINUTES)));
    }
}
