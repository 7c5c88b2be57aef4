package io.trakkit.worker.apply;

import io.trakkit.domain.price.Quote;
import io.trakkit.domain.testing.PlainBook;
import io.trakkit.domain.testing.PlainBook.Counted;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.value.Decimals;
import io.trakkit.domain.value.Ticker;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

/**
 * How a book has performed, worked out a second time and as plainly as can be.
 *
 * @param trades of each key those that are applied, in their order
 * @param quotes in order of time
 */
record PlainPerformance(Map<PositionKey, List<Counted>> trades, List<Quote> quotes) {

    private static final MathContext EXACTLY = new MathContext(80);

    static PlainPerformance of(PlainBook book, List<PositionKey> keys, List<Quote> quotes) {
        return new PlainPerformance(keys.stream().collect(Collectors.toMap(key -> key, book::counted)), quotes);
    }

    Iterator<Quote> quotesOf(Ticker ticker, Instant until) {
        return quotes.stream()
                .filter(quote -> quote.ticker().equals(ticker) && !quote.time().isAfter(until))
                .iterator();
    }

    /**
     * What all is worth at a time, at the newest quote or trade.
     *
     * @param beforeFlows whether the trades with money that count from that moment are still to come
     */
    BigDecimal value(Instant time, boolean beforeFlows) {
        BigDecimal value = BigDecimal.ZERO;
        for (Map.Entry<PositionKey, List<Counted>> key : trades.entrySet()) {
            BigDecimal held = BigDecimal.ZERO;
            for (Counted trade : key.getValue()) {
                boolean isToCome = trade.from().isAfter(time)
                        || (beforeFlows
                                && trade.from().equals(time)
                                && trade.price().signum() > 0);
                if (!isToCome) {
                    held = trade.buys()
                            ? held.add(trade.volume())
                            : held.subtract(trade.volume()).max(BigDecimal.ZERO);
                }
            }
            value = value.add(held.multiply(price(key.getKey().ticker(), key.getValue(), time)));
        }
        return value;
    }

    private BigDecimal price(Ticker ticker, List<Counted> ofTicker, Instant time) {
        Counted last = ofTicker.stream()
                .filter(trade -> trade.price().signum() > 0 && !trade.from().isAfter(time))
                .reduce((_, later) -> later)
                .orElse(null);
        Quote quote = quotes.stream()
                .filter(one -> one.ticker().equals(ticker) && !one.time().isAfter(time))
                .reduce((_, later) -> later)
                .orElse(null);
        if (quote != null && (last == null || !quote.time().isBefore(last.executedAt()))) {
            return quote.price().value();
        }
        return last == null ? BigDecimal.ZERO : last.price();
    }

    /** The formula of docs/returns.md, from the start for each flow and each point. */
    Map<Instant, Optional<BigDecimal>> timeWeighted(SortedSet<Instant> wanted) {
        SortedSet<Instant> flows = new TreeSet<>();
        for (List<Counted> ofTicker : trades.values()) {
            ofTicker.stream()
                    .filter(trade -> trade.price().signum() > 0
                            && trade.from().isAfter(wanted.first())
                            && !trade.from().isAfter(wanted.last()))
                    .forEach(trade -> flows.add(trade.from()));
        }
        SortedSet<Instant> moments = new TreeSet<>(flows);
        moments.addAll(wanted);
        Map<Instant, Optional<BigDecimal>> found = new HashMap<>();
        BigDecimal growth = BigDecimal.ONE;
        BigDecimal begin = value(wanted.first(), false);
        boolean anyValue = begin.signum() != 0;
        for (Instant moment : moments) {
            if (flows.contains(moment)) {
                BigDecimal before = value(moment, true);
                growth = grown(growth, begin, before);
                begin = value(moment, false);
                anyValue |= before.signum() != 0 || begin.signum() != 0;
            }
            if (wanted.contains(moment)) {
                BigDecimal value = value(moment, false);
                found.put(
                        moment,
                        anyValue || value.signum() != 0
                                ? Optional.of(grown(growth, begin, value)
                                        .subtract(BigDecimal.ONE)
                                        .movePointRight(2)
                                        .setScale(4, RoundingMode.HALF_EVEN))
                                : Optional.empty());
            }
        }
        return found;
    }

    private static BigDecimal grown(BigDecimal growth, BigDecimal begin, BigDecimal end) {
        return begin.signum() == 0 ? growth : growth.multiply(end).divide(begin, EXACTLY);
    }

    /**
     * What all that the owner put in and got between two times is worth, by the rate in percent over the days between the
     * first flow and the last one: zero at a money-weighted return. The formula of docs/returns.md, in floating point.
     */
    DoubleUnaryOperator presentValue(Instant from, Instant to) {
        SortedMap<Long, BigDecimal> byDay = new TreeMap<>();
        byDay.merge(day(from), value(from, false).negate(), BigDecimal::add);
        byDay.merge(day(to), value(to, false), BigDecimal::add);
        for (List<Counted> ofTicker : trades.values()) {
            for (Counted trade : ofTicker) {
                if (trade.from().isAfter(from) && !trade.from().isAfter(to)) {
                    BigDecimal amount = Decimals.money(trade.price().multiply(trade.volume()));
                    byDay.merge(day(trade.from()), trade.buys() ? amount.negate() : amount, BigDecimal::add);
                }
            }
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
}
