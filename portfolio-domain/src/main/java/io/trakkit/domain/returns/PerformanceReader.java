package io.trakkit.domain.returns;

import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.value.Decimals;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Computes the performance of a portfolio while its trades are read ticker by ticker.
 *
 * <p>The value of a ticker changes only at its own trades and quotes. This class therefore keeps two numbers for each moment:
 * the change of the portfolio's value right before the flows of the moment, and the change by these flows. Each ticker adds
 * its changes, and one pass at the end adds them up. Memory grows with the moments, not with the trades or the tickers.
 */
public final class PerformanceReader implements TradeHistoryVisitor {

    /** The most quotes that one performance reads: some seconds of work. */
    public static final int MOST_QUOTES = 1_000_000;

    private final Timeline timeline;
    private final Pricing pricing;
    private final HistoricalQuotes historicalQuotes;
    private final BookRules rules;

    /** For each moment, the change of the value since the moment before, at the prices of this one; null if none. */
    private final @Nullable BigDecimal[] changesBefore;

    /** For each moment, the change of the value by its flows, at the same prices; null if none. */
    private final @Nullable BigDecimal[] changesByFlows;

    private final BitSet flows = new BitSet();
    private final SortedMap<LocalDate, BigDecimal> flowsByDate = new TreeMap<>();
    private final BigDecimal[] costs;
    private final BigDecimal[] realised;
    private final BitSet stale = new BitSet();
    private int quotesRead;
    private @Nullable TickerPast current;

    public PerformanceReader(Timeline timeline, Pricing pricing, HistoricalQuotes historicalQuotes, BookRules rules) {
        this.rules = rules;
        this.timeline = timeline;
        this.pricing = pricing;
        this.historicalQuotes = historicalQuotes;
        changesBefore = new BigDecimal[timeline.size()];
        changesByFlows = new BigDecimal[timeline.size()];
        costs = zeros(timeline.points());
        realised = zeros(timeline.points());
    }

    private static BigDecimal[] zeros(int size) {
        BigDecimal[] numbers = new BigDecimal[size];
        Arrays.fill(numbers, BigDecimal.ZERO);
        return numbers;
    }

    @Override
    public void begin(Ticker ticker, Position before, @Nullable LastTrade tradedBefore) {
        end();
        current = new TickerPast(ticker, new HeldPosition(before, tradedBefore));
    }

    /**
     * Reads the next record.
     *
     * @throws InvalidValueException if the performance needs more than {@value #MOST_QUOTES} quotes
     */
    @Override
    public void next(FoldedRecord foldedRecord, Instant countsFrom) {
        if (current == null) {
            throw new IllegalStateException("A record came before its ticker: " + foldedRecord);
        }
        if (foldedRecord.state() == TradeState.APPLIED) {
            current.applied(foldedRecord, countsFrom);
        }
    }

    private void end() {
        if (current != null) {
            current.end();
            current = null;
        }
    }

    /** Goes through the moments of one ticker. */
    private final class TickerPast {

        private final Ticker ticker;
        private HeldPosition heldPosition;

        /** The first moment that is not valued yet. */
        private int next;

        private int nextPoint;

        /** The moment whose trades are being read; -1 before the first one. */
        private int trading = -1;

        /** The units held right before the flows of that moment. */
        private BigDecimal heldBeforeFlows = BigDecimal.ZERO;

        /** The sum of the changes so far. */
        private BigDecimal value = BigDecimal.ZERO;

        private @Nullable Iterator<Quote> quotes;
        private @Nullable Quote quote;
        private @Nullable Quote nextQuote;

        TickerPast(Ticker ticker, HeldPosition heldPosition) {
            this.ticker = ticker;
            this.heldPosition = heldPosition;
        }

        void applied(FoldedRecord foldedRecord, Instant countsFrom) {
            if (!countsFrom.isAfter(timeline.moment(0))) {
                heldPosition = heldPosition.after(foldedRecord, rules);
                return;
            }
            int moment = timeline.firstAt(countsFrom, next);
            if (moment != trading) {
                endTrading();
                goTo(moment);
                trading = moment;
                heldBeforeFlows = heldPosition.position().held();
            }
            heldPosition = heldPosition.after(foldedRecord, rules);
            if (foldedRecord instanceof FoldedTrade foldedTrade) {
                if (foldedTrade.price().isZero()) {
                    withoutMoney(foldedTrade);
                } else {
                    flow(foldedTrade, countsFrom);
                }
            }
        }

        /** Units bought or sold at zero are no flow. Some of those sold may have been bought for money at this moment. */
        private void withoutMoney(FoldedTrade foldedTrade) {
            BigDecimal units = foldedTrade.volume().value();
            heldBeforeFlows = switch (foldedTrade.side()) {
                case BUY -> heldBeforeFlows.add(units);
                case SELL -> heldBeforeFlows.subtract(units).max(BigDecimal.ZERO);
            };
        }

        private void flow(FoldedTrade foldedTrade, Instant countsFrom) {
            flows.set(trading);
            BigDecimal amount = Decimals.money(
                    foldedTrade.price().value().multiply(foldedTrade.volume().value()));
            flowsByDate.merge(
                    dateOf(countsFrom), foldedTrade.side() == Side.BUY ? amount.negate() : amount, BigDecimal::add);
        }

        private void endTrading() {
            if (trading >= 0) {
                value(trading, heldBeforeFlows);
                next = trading + 1;
                trading = -1;
            }
        }

        void end() {
            endTrading();
            goTo(timeline.size());
        }

        /** Values the units held at each moment before the given one that is a point, or at which their price changes. */
        private void goTo(int moment) {
            while (true) {
                int stop = Math.min(momentOfNextPoint(), momentOfNextQuote());
                if (stop >= moment) {
                    return;
                }
                value(stop, heldPosition.position().held());
                next = stop + 1;
            }
        }

        private int momentOfNextPoint() {
            return nextPoint < timeline.points() ? timeline.momentOf(nextPoint) : timeline.size();
        }

        private int momentOfNextQuote() {
            if (!heldPosition.position().isOpen()) {
                return timeline.size();
            }
            openQuotes(next);
            return nextQuote == null ? timeline.size() : timeline.firstAt(nextQuote.time(), next);
        }

        private void value(int moment, BigDecimal heldBefore) {
            BigDecimal heldAfter = heldPosition.position().held();
            boolean isWorthless = heldBefore.signum() == 0 && heldAfter.signum() == 0;
            BigDecimal price = isWorthless ? BigDecimal.ZERO : priceAt(moment).value();
            BigDecimal before = price.multiply(heldBefore);
            BigDecimal after = price.multiply(heldAfter);
            add(changesBefore, moment, before.subtract(value));
            add(changesByFlows, moment, after.subtract(before));
            value = after;
            if (momentOfNextPoint() == moment) {
                point(moment);
            }
        }

        private void point(int moment) {
            Position position = heldPosition.position();
            costs[nextPoint] = costs[nextPoint].add(position.cost());
            realised[nextPoint] = realised[nextPoint].add(position.realised());
            if (position.isOpen()) {
                Mark mark = pricing.mark(timeline.moment(moment), quote, true, heldPosition.lastTrade());
                stale.set(nextPoint, stale.get(nextPoint) || mark.stale() || !mark.isCurrent());
            }
            nextPoint++;
        }

        private Price priceAt(int moment) {
            openQuotes(moment);
            Instant time = timeline.moment(moment);
            while (nextQuote != null && !nextQuote.time().isAfter(time)) {
                quote = nextQuote;
                readQuote();
            }
            return pricing.price(quote, heldPosition.lastTrade());
        }

        /** Opens the quotes at the first moment that needs a price: earlier ones are not needed. */
        private void openQuotes(int from) {
            if (quotes == null) {
                quotes = pricing.constant().isPresent()
                        ? Collections.emptyIterator()
                        : historicalQuotes.at(ticker, timeline.from(from));
                readQuote();
            }
        }

        private void readQuote() {
            if (quotes == null || !quotes.hasNext()) {
                nextQuote = null;
                return;
            }
            if (++quotesRead > MOST_QUOTES) {
                throw new InvalidValueException(
                        "is too early: the span needs more than " + MOST_QUOTES + " quotes; ask for a shorter span");
            }
            nextQuote = quotes.next();
        }
    }

    private static void add(@Nullable BigDecimal[] changes, int moment, BigDecimal change) {
        if (change.signum() != 0) {
            BigDecimal before = changes[moment];
            changes[moment] = before == null ? change : before.add(change);
        }
    }

    /** The performance; call it after the last trade. */
    public Performance performance() {
        end();
        List<Performance.Point> points = new ArrayList<>(timeline.points());
        BigDecimal start = BigDecimal.ZERO;
        BigDecimal value = BigDecimal.ZERO;
        TimeWeightedReturn timeWeighted = TimeWeightedReturn.startingWith(value);
        for (int moment = 0; moment < timeline.size(); moment++) {
            BigDecimal before = plus(value, changesBefore[moment]);
            value = plus(before, changesByFlows[moment]);
            if (moment == 0) {
                start = value;
                timeWeighted = TimeWeightedReturn.startingWith(start);
            } else if (flows.get(moment)) {
                timeWeighted = timeWeighted.flow(before, value);
            }
            int point = points.size();
            if (point < timeline.points() && timeline.momentOf(point) == moment) {
                points.add(new Performance.Point(
                        timeline.moment(moment),
                        value,
                        costs[point],
                        realised[point],
                        timeWeighted.percentage(value),
                        stale.get(point)));
            }
        }
        return new Performance(List.copyOf(points), MoneyWeightedReturn.of(ownersFlows(start, value)));
    }

    private static BigDecimal plus(BigDecimal value, @Nullable BigDecimal change) {
        return change == null ? value : value.add(change);
    }

    /** The flows of the owner, as if all units had been bought at the start of the span and sold at its end. */
    private SortedMap<LocalDate, BigDecimal> ownersFlows(BigDecimal start, BigDecimal end) {
        SortedMap<LocalDate, BigDecimal> owners = new TreeMap<>(flowsByDate);
        owners.merge(dateOf(timeline.moment(0)), start.negate(), BigDecimal::add);
        owners.merge(dateOf(timeline.moment(timeline.size() - 1)), end, BigDecimal::add);
        return owners;
    }

    private static LocalDate dateOf(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
