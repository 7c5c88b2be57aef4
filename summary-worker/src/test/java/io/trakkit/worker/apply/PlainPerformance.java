package io.trakkit.worker.apply;

import io.trakkit.domain.PositionKey;
import io.trakkit.domain.Quote;
import io.trakkit.domain.Side;
import io.trakkit.domain.TradeEvent;
import io.trakkit.domain.TradeState;
import io.trakkit.domain.returns.Sample;
import io.trakkit.domain.testing.PlainBook;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How a book has performed, worked out a second time and as plainly as can be.
 *
 * @param log what the book was made of
 * @param quotes in order of time
 */
record PlainPerformance(List<TradeEvent> log, PlainBook book, List<Quote> quotes) {

    private static final MathContext EXACTLY = new MathContext(60);

    /** The latest quote at the time of each sample, where there is one. */
    Map<Sample, Quote> latest(List<Sample> samples) {
        Map<Sample, Quote> found = new HashMap<>();
        for (Sample sample : samples) {
            quotes.stream()
                    .filter(quote -> quote.ticker().equals(sample.ticker())
                            && !quote.time().isAfter(sample.at()))
                    .reduce((_, later) -> later)
                    .ifPresent(quote -> found.put(sample, quote));
        }
        return found;
    }

    /** What all is worth at a time: at the latest quote, and at the last trade's price where there is none. */
    BigDecimal value(Instant time) {
        BigDecimal value = BigDecimal.ZERO;
        for (Map.Entry<PositionKey, PlainBook.Then> entry : book.asOf(time).entrySet()) {
            PlainBook.Then then = entry.getValue();
            Quote quote = latest(List.of(new Sample(entry.getKey().ticker(), time))).values().stream()
                    .findFirst()
                    .orElse(null);
            if (then.held().signum() > 0) {
                BigDecimal price = quote == null
                        ? Objects.requireNonNull(then.lastPrice())
                        : quote.price().value();
                value = value.add(price.multiply(then.held()));
            }
        }
        return value;
    }

    /** The formula of docs/returns.md over the points and all midnights in between, whether or not there are flows. */
    Map<Instant, Optional<BigDecimal>> timeWeighted(SortedSet<Instant> wanted) {
        SortedSet<Instant> cuts = new TreeSet<>(wanted);
        Instant midnight = wanted.first().truncatedTo(ChronoUnit.DAYS);
        for (; midnight.isBefore(wanted.last()); midnight = midnight.plus(1, ChronoUnit.DAYS)) {
            if (midnight.isAfter(wanted.first())) {
                cuts.add(midnight);
            }
        }
        Map<Instant, Optional<BigDecimal>> found = new HashMap<>();
        found.put(wanted.first(), Optional.empty());
        BigDecimal growth = BigDecimal.ONE;
        boolean atWork = false;
        Instant begin = wanted.first();
        BigDecimal before = value(begin);
        for (Instant end : cuts.tailSet(begin.plusNanos(1))) {
            BigDecimal after = value(end);
            BigDecimal invested = before.add(flows(Side.BUY, begin, end));
            if (invested.signum() != 0) {
                growth = growth.multiply(after.add(flows(Side.SELL, begin, end)).divide(invested, EXACTLY), EXACTLY);
                atWork = true;
            }
            found.put(
                    end,
                    atWork
                            ? Optional.of(growth.subtract(BigDecimal.ONE)
                                    .movePointRight(2)
                                    .setScale(4, RoundingMode.HALF_EVEN))
                            : Optional.empty());
            begin = end;
            before = after;
        }
        return found;
    }

    /**
     * What all that the owner put in and got between two times is worth, by the rate in percent over the days between the
     * first flow and the last one: zero at a money-weighted return. The formula of docs/returns.md, in floating point.
     */
    DoubleUnaryOperator presentValue(Instant from, Instant to) {
        SortedMap<Long, BigDecimal> byDay = new TreeMap<>();
        byDay.merge(day(from), value(from).negate(), BigDecimal::add);
        byDay.merge(day(to), value(to), BigDecimal::add);
        for (long day = day(from); day <= day(to); day++) {
            Instant start = Instant.EPOCH.plus(day, ChronoUnit.DAYS).minus(1, ChronoUnit.MICROS);
            Instant end = start.plus(1, ChronoUnit.DAYS);
            Instant after = start.isBefore(from) ? from : start;
            Instant until = end.isAfter(to) ? to : end;
            byDay.merge(day, flows(Side.SELL, after, until).subtract(flows(Side.BUY, after, until)), BigDecimal::add);
        }
        byDay.values().removeIf(flow -> flow.signum() == 0);
        double days = byDay.isEmpty() ? 0 : byDay.lastKey() - byDay.firstKey();
        return percent -> byDay.entrySet().stream()
                .mapToDouble(flow -> {
                    double share = days == 0 ? 0 : (flow.getKey() - byDay.firstKey()) / days;
                    return flow.getValue().doubleValue() * Math.pow(1 + percent / 100, -share);
                })
                .sum();
    }

    private static long day(Instant time) {
        return time.getEpochSecond() / Duration.ofDays(1).toSeconds();
    }

    /** What was put in or taken out after one time and up to another. */
    private BigDecimal flows(Side side, Instant after, Instant until) {
        Map<String, TradeEvent.Created> creations = log.stream()
                .filter(TradeEvent.Created.class::isInstance)
                .map(TradeEvent.Created.class::cast)
                .collect(Collectors.toMap(
                        created -> created.trade().refId().value(), Function.identity(), (first, _) -> first));
        BigDecimal flows = BigDecimal.ZERO;
        for (var entry : book.trades().entrySet()) {
            TradeEvent.Created created =
                    Objects.requireNonNull(creations.get(entry.getKey().value()));
            Instant executed = created.trade().executedAt();
            if (entry.getValue().state() == TradeState.APPLIED
                    && created.trade().side() == side
                    && executed.isAfter(after)
                    && !executed.isAfter(until)) {
                flows = flows.add(
                        entry.getValue().price().multiply(entry.getValue().volume()));
            }
        }
        return flows;
    }
}
