package io.trakkit.domain.returns;

import io.trakkit.domain.Entry;
import io.trakkit.domain.InvalidValueException;
import io.trakkit.domain.LastTrade;
import io.trakkit.domain.Position;
import io.trakkit.domain.Quote;
import io.trakkit.domain.Ticker;
import io.trakkit.domain.TradeState;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Values a portfolio along a timeline while its past is told ticker by ticker. What it keeps grows with the timeline, not
 * with the trades or the tickers.
 */
public final class PerformanceReader implements PastReader {

    /** How many prices one performance may need: some seconds of work. */
    public static final int MOST_SAMPLES = 500_000;

    private static final int SAMPLES_AT_ONCE = 5_000;

    private final Timeline timeline;
    private final Pricing pricing;
    private final QuoteSampler sampler;

    private final BigDecimal[] values;
    private final BigDecimal[] costs;
    private final BigDecimal[] realised;
    private final Flows[] flows;
    private final boolean[] stale;
    private final SortedMap<LocalDate, BigDecimal> flowsByDate = new TreeMap<>();
    private final List<Holding> unpriced = new ArrayList<>();
    private int samples;

    private @Nullable Ticker ticker;
    private Position position = Position.EMPTY;
    private @Nullable LastTrade lastTrade;
    private int next;

    /** A position at a valuation, whose price is still to be asked for. */
    private record Holding(int valuation, Sample sample, Position position, LastTrade lastTrade) {}

    public PerformanceReader(Timeline timeline, Pricing pricing, QuoteSampler sampler) {
        this.timeline = timeline;
        this.pricing = pricing;
        this.sampler = sampler;
        values = zeros();
        costs = zeros();
        realised = zeros();
        flows = new Flows[timeline.size()];
        Arrays.fill(flows, Flows.NONE);
        stale = new boolean[timeline.size()];
    }

    private BigDecimal[] zeros() {
        BigDecimal[] numbers = new BigDecimal[timeline.size()];
        Arrays.fill(numbers, BigDecimal.ZERO);
        return numbers;
    }

    @Override
    public void begin(Ticker nextTicker, Position before, @Nullable LastTrade tradedBefore) {
        end();
        ticker = nextTicker;
        position = before;
        lastTrade = tradedBefore;
        next = 0;
    }

    /**
     * The next trade.
     *
     * @throws InvalidValueException if the whole needs more than {@value #MOST_SAMPLES} prices
     */
    @Override
    public void trade(Entry entry, Instant receivedAt) {
        int seenBy = timeline.firstAt(entry.place().executedAt());
        while (next < seenBy) {
            value();
        }
        if (entry.state() != TradeState.APPLIED) {
            return;
        }
        position = position.after(entry.side(), entry.volume(), entry.price());
        lastTrade = LastTrade.after(lastTrade, entry);
        if (seenBy > 0) {
            flow(seenBy, entry);
        }
    }

    private void flow(int valuation, Entry entry) {
        BigDecimal amount = entry.price().total(entry.volume());
        flows[valuation] = flows[valuation].and(entry.side(), amount);
        LocalDate date = entry.place().executedAt().atOffset(ZoneOffset.UTC).toLocalDate();
        flowsByDate.merge(date, Flows.NONE.and(entry.side(), amount).net(), BigDecimal::add);
    }

    /** Counts the position as it stands in the next valuation. */
    private void value() {
        int valuation = next++;
        costs[valuation] = costs[valuation].add(position.cost());
        realised[valuation] = realised[valuation].add(position.realised());
        if (!position.isOpen()) {
            return;
        }
        if (ticker == null || lastTrade == null) {
            throw new IllegalStateException("An open position without a trade: " + ticker);
        }
        if (++samples > MOST_SAMPLES) {
            throw new InvalidValueException("makes more than " + MOST_SAMPLES
                    + " prices necessary, one for each valuation and position: ask for a shorter span");
        }
        unpriced.add(new Holding(valuation, new Sample(ticker, timeline.time(valuation)), position, lastTrade));
        if (unpriced.size() == SAMPLES_AT_ONCE) {
            price();
        }
    }

    private void price() {
        Map<Sample, Quote> quotes = pricing.constant().isPresent()
                ? Map.of()
                : sampler.quotes(unpriced.stream().map(Holding::sample).toList());
        for (Holding holding : unpriced) {
            Sample sample = holding.sample();
            Mark mark = pricing.mark(sample.at(), quotes.get(sample), true, holding.lastTrade());
            BigDecimal value = new Valued(sample.ticker(), holding.position(), mark).marketValue();
            values[holding.valuation()] = values[holding.valuation()].add(value);
            stale[holding.valuation()] |= mark.stale() || mark.source().equals(Mark.LAST_TRADE);
        }
        unpriced.clear();
    }

    private void end() {
        while (ticker != null && next < timeline.size()) {
            value();
        }
    }

    /** The performance, once all is told. */
    public Performance performance() {
        end();
        price();
        List<Performance.Point> points = new ArrayList<>();
        TimeWeightedReturn timeWeighted = TimeWeightedReturn.startingWith(values[0]);
        for (int i = 0; i < timeline.size(); i++) {
            if (i > 0) {
                timeWeighted = timeWeighted.then(values[i - 1], flows[i], values[i]);
            }
            if (timeline.isWanted(i)) {
                points.add(new Performance.Point(
                        timeline.time(i), values[i], costs[i], realised[i], timeWeighted.percentage(), stale[i]));
            }
        }
        return new Performance(List.copyOf(points), MoneyWeightedReturn.of(ownersFlows()));
    }

    /** As if the owner had bought all at the start of the span, and sold all at its end. */
    private SortedMap<LocalDate, BigDecimal> ownersFlows() {
        SortedMap<LocalDate, BigDecimal> owners = new TreeMap<>(flowsByDate);
        int last = timeline.size() - 1;
        owners.merge(dateOf(0), values[0].negate(), BigDecimal::add);
        owners.merge(dateOf(last), values[last], BigDecimal::add);
        return owners;
    }

    private LocalDate dateOf(int valuation) {
        return timeline.time(valuation).atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
