package io.trakkit.domain.returns;

import io.trakkit.domain.history.PositionFold;
import io.trakkit.domain.history.TradeHistoryVisitor;
import io.trakkit.domain.lots.CostMethod;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.RatesAt;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.valuation.HistoricalQuotes;
import io.trakkit.domain.valuation.Mark;
import io.trakkit.domain.valuation.Pricing;
import io.trakkit.domain.valuation.Splits;
import io.trakkit.domain.valuation.Valuation;
import io.trakkit.domain.value.Decimals;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Ticker;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Computes the performance of a portfolio while its records are read ticker by ticker.
 *
 * <p>The value of a ticker changes only at its own records, quotes and rates. Each ticker adds its changes to {@link ValueChanges},
 * and one pass at the end adds them up. Memory grows with the moments, not with the records or the tickers.
 */
public final class PerformanceReader implements TradeHistoryVisitor {

    /** The most quotes that one performance reads: some seconds of work. */
    public static final int MOST_QUOTES = 1_000_000;

    private final Timeline timeline;
    private final Pricing pricing;
    private final HistoricalQuotes historicalQuotes;
    private final BookRules rules;
    private final Map<Ticker, Splits> splits;
    private final RateSeries rates;
    private final CostMethod method;
    private final Valuation valuation;

    private final ValueChanges changes;

    /** The first moment at which cash is tracked; the number of moments if it is not. */
    private final int cashFrom;

    private final CashBalances cash;
    private int quotesRead;
    private boolean isReadingCash;
    private Consumer<OwnersFlow> flows = _ -> {};
    private @Nullable TickerPast current;

    /** By average cost, without cash. */
    public PerformanceReader(
            Timeline timeline,
            Pricing pricing,
            HistoricalQuotes historicalQuotes,
            BookRules rules,
            RatesAt ratesAt,
            Map<Ticker, Splits> splits) {
        this(timeline, pricing, historicalQuotes, rules, ratesAt, splits, CostMethod.AVERAGE, Optional.empty());
    }

    /**
     * @param splits those of each ticker; it may have none
     * @param method decides the cost and the realised gain of the points; any but the average needs all records of each ticker
     * @param cashTrackedFrom where there is such a time, all records of each ticker and of the cash are needed
     */
    public PerformanceReader(
            Timeline timeline,
            Pricing pricing,
            HistoricalQuotes historicalQuotes,
            BookRules rules,
            RatesAt ratesAt,
            Map<Ticker, Splits> splits,
            CostMethod method,
            Optional<Instant> cashTrackedFrom) {
        this.method = method;
        this.rules = rules;
        this.splits = splits;
        this.timeline = timeline;
        this.pricing = pricing;
        this.historicalQuotes = historicalQuotes;
        rates = new RateSeries(timeline, rules.currency(), ratesAt);
        valuation = new Valuation(rules.currency(), rates);
        cash = new CashBalances(timeline, rules, pricing, valuation);
        cashFrom = cashTrackedFrom.map(from -> timeline.firstAt(from, 0)).orElse(timeline.size());
        changes = new ValueChanges(timeline);
    }

    /** Has each flow of the money-weighted return told while the records are read; to be called before the first record. */
    public void tellFlows(Consumer<OwnersFlow> consumer) {
        flows = consumer;
    }

    @Override
    public void begin(Ticker ticker, Position before, @Nullable LastTrade tradedBefore) {
        end();
        isReadingCash = ticker.equals(Ticker.CASH);
        current = isReadingCash ? null : new TickerPast(ticker, new HeldPosition(before, tradedBefore));
    }

    /**
     * Reads the next record.
     *
     * @throws InvalidValueException if the performance needs more than {@value #MOST_QUOTES} quotes
     */
    @Override
    public void next(FoldedRecord foldedRecord, Instant countsFrom) {
        if (current == null && !isReadingCash) {
            throw new IllegalStateException("A record came before its ticker: " + foldedRecord);
        }
        if (foldedRecord.state() != TradeState.APPLIED) {
            return;
        }
        TickerPast past = current;
        if (past == null) {
            moveCash(foldedRecord, countsFrom, BigDecimal.ZERO, UnaryOperator.identity());
        } else {
            BigDecimal held = past.held();
            past.applied(foldedRecord, countsFrom);
            moveCash(foldedRecord, countsFrom, held, past.earned);
        }
    }

    private void moveCash(
            FoldedRecord foldedRecord, Instant countsFrom, BigDecimal held, UnaryOperator<BigDecimal> earned) {
        if (cashFrom < timeline.size()) {
            cash.add(timeline.firstAt(countsFrom, 0), foldedRecord, held, earned);
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
        private final Splits ownSplits;
        private final PositionFold fold;
        private HeldPosition heldPosition;

        /** The first moment that is not valued yet. */
        private int next;

        private int nextPoint;

        /** The moment whose records are being read; -1 before the first one. */
        private int trading = -1;

        /** The units held right before the flows of that moment. */
        private BigDecimal heldBeforeFlows = BigDecimal.ZERO;

        /** The units transferred at that moment, those that left negative. */
        private BigDecimal transferred = BigDecimal.ZERO;

        private final List<FoldedRecord> transfers = new ArrayList<>();

        /** What part of the money of the last record was earned by units that were held right before its moment. */
        private UnaryOperator<BigDecimal> earned = UnaryOperator.identity();

        /** The sum of the changes so far. */
        private BigDecimal value = BigDecimal.ZERO;

        private @Nullable Iterator<Quote> quotes;
        private @Nullable Quote quote;
        private @Nullable Quote nextQuote;

        /** The price at the last moment that was valued; null if nothing was held there. */
        private @Nullable Mark mark;

        TickerPast(Ticker ticker, HeldPosition heldPosition) {
            this.ticker = ticker;
            ownSplits = splits.getOrDefault(ticker, Splits.NONE);
            this.heldPosition = heldPosition;
            fold = PositionFold.after(heldPosition, method, rules);
        }

        BigDecimal held() {
            return heldPosition.position().held();
        }

        void applied(FoldedRecord foldedRecord, Instant countsFrom) {
            if (!countsFrom.isAfter(timeline.moment(0))) {
                read(foldedRecord);
                return;
            }
            int moment = timeline.firstAt(countsFrom, next);
            if (moment != trading) {
                endTrading();
                goTo(moment);
                trading = moment;
                heldBeforeFlows = heldPosition.position().held();
            }
            Position before = heldPosition.position();
            earned = UnaryOperator.identity();
            read(foldedRecord);
            switch (foldedRecord) {
                case FoldedTrade trade -> traded(trade, countsFrom, before);
                case FoldedActivity activity -> happened(activity, countsFrom, before);
            }
        }

        private void read(FoldedRecord foldedRecord) {
            fold.add(foldedRecord);
            heldPosition = fold.held();
        }

        private void traded(FoldedTrade trade, Instant countsFrom, Position before) {
            BigDecimal charges = charges(trade);
            if (trade.price().isZero()) {
                withoutMoney(trade, before.held());
                if (charges.signum() == 0) {
                    return;
                }
            }
            flow(countsFrom, List.of(trade), moneyOut(before));
            switch (trade.side()) {
                case BUY -> changes.putIn(trading, charges);
                case SELL -> changes.takenOut(trading, charges.negate());
            }
        }

        private BigDecimal charges(FoldedTrade trade) {
            BigDecimal total = trade.charges().total();
            return Decimals.money(rules.foreign(trade.conversion())
                    .map(Conversion::rate)
                    .map(rate -> total.multiply(rate.value()))
                    .orElse(total));
        }

        /**
         * Units bought or sold at zero are no flow. Of those sold, some may have been bought for money at this moment, and what
         * is more than all held is owed from now on.
         */
        private void withoutMoney(FoldedTrade trade, BigDecimal held) {
            BigDecimal units = trade.volume().value();
            heldBeforeFlows = switch (trade.side()) {
                case BUY -> heldBeforeFlows.add(units);
                case SELL -> {
                    BigDecimal owed = units.subtract(held.max(BigDecimal.ZERO)).max(BigDecimal.ZERO);
                    yield heldBeforeFlows
                            .subtract(heldBeforeFlows(units.subtract(owed), 1))
                            .subtract(owed);
                }
            };
        }

        /** How many of some units that leave were held, or owed if the side is negative, right before the moment. */
        private BigDecimal heldBeforeFlows(BigDecimal units, int side) {
            BigDecimal ofSide = side < 0 ? heldBeforeFlows.negate() : heldBeforeFlows;
            return ofSide.max(BigDecimal.ZERO).min(units);
        }

        private void happened(FoldedActivity activity, Instant countsFrom, Position before) {
            ActivityTerms terms = activity.terms();
            switch (terms.type()) {
                case DIVIDEND, RETURN_OF_CAPITAL -> paidOut(activity, countsFrom, before);
                case CASH_IN_LIEU -> {
                    BigDecimal units = terms.volume().orElseThrow().value();
                    int side = before.held().signum();
                    BigDecimal heldBefore = heldBeforeFlows(units, side);
                    earned = money -> Decimals.share(money, heldBefore, units);
                    heldBeforeFlows = side < 0 ? heldBeforeFlows.add(heldBefore) : heldBeforeFlows.subtract(heldBefore);
                    paidOut(activity, countsFrom, before);
                }
                case SPLIT -> {
                    Ratio ratio = terms.ratio().orElseThrow();
                    heldBeforeFlows = ratio.of(heldBeforeFlows);
                    transferred = ratio.of(transferred);
                }
                case BONUS -> {
                    if (terms.ratio().isPresent()) {
                        heldBeforeFlows = heldBeforeFlows.add(terms.bonusOn(heldBeforeFlows));
                        transferred = transferred.add(terms.bonusOn(transferred));
                    } else {
                        heldBeforeFlows = heldBeforeFlows.add(terms.bonusOn(before.held()));
                    }
                }
                case TRANSFER_IN ->
                    transferred(activity, terms.volume().orElseThrow().value());
                case TRANSFER_OUT ->
                    transferred(activity, terms.volume().orElseThrow().value().negate());
                case COST_ADJUSTMENT, DEPOSIT, WITHDRAWAL, INTEREST, CHARGE -> {
                    // No money and no units move between the owner and what is held.
                }
            }
        }

        private void transferred(FoldedActivity transfer, BigDecimal units) {
            changes.transfer(trading);
            transferred = transferred.add(units);
            transfers.add(transfer);
        }

        private void paidOut(FoldedActivity activity, Instant countsFrom, Position before) {
            BigDecimal money = moneyOut(before);
            if (money.signum() != 0) {
                flow(countsFrom, List.of(activity), money);
                changes.takenOut(trading, earned.apply(money));
            }
        }

        /** What a record that moves money has paid to the owner: negative for what the owner has paid. */
        private BigDecimal moneyOut(Position before) {
            Position after = heldPosition.position();
            return after.realised()
                    .subtract(before.realised())
                    .subtract(after.cost().subtract(before.cost()))
                    .add(after.income().subtract(before.income()));
        }

        private void flow(Instant countsFrom, List<FoldedRecord> records, BigDecimal toOwner) {
            changes.flow(trading);
            changes.toOwner(countsFrom, toOwner);
            flows.accept(new OwnersFlow(countsFrom, ticker, records, toOwner));
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
                int stop = Math.min(momentOfNextPoint(), Math.min(momentOfNextQuote(), momentOfNextRate()));
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

        private int momentOfNextRate() {
            if (!heldPosition.position().isOpen() || mark == null) {
                return timeline.size();
            }
            int change = mark.foreign()
                    .map(foreign -> rates.nextChange(foreign.currency(), next))
                    .orElse(timeline.size());
            return Math.min(change, momentOfNextRateOfQuote());
        }

        /** A quote that was left aside for want of a rate counts from the moment at which one is known. */
        private int momentOfNextRateOfQuote() {
            return quote == null || quote.currency().equals(rules.currency())
                    ? timeline.size()
                    : rates.nextChange(quote.currency(), next);
        }

        private void value(int moment, BigDecimal heldBefore) {
            BigDecimal heldAfter = heldPosition.position().held();
            boolean isWorthless = heldBefore.signum() == 0 && heldAfter.signum() == 0 && transferred.signum() == 0;
            mark = isWorthless ? null : markAt(moment);
            BigDecimal before = valueOf(heldBefore);
            BigDecimal after = valueOf(heldAfter);
            changes.value(moment, before.subtract(value), after.subtract(before));
            value = after;
            if (transferred.signum() != 0) {
                changes.transferred(moment, valueOf(transferred));
                flow(timeline.moment(moment), transfers, valueOf(transferred).negate());
                transferred = BigDecimal.ZERO;
            }
            transfers.clear();
            if (momentOfNextPoint() == moment) {
                point();
            }
        }

        private BigDecimal valueOf(BigDecimal units) {
            return mark == null ? BigDecimal.ZERO : mark.value(units);
        }

        private void point() {
            Position position = heldPosition.position();
            changes.point(
                    nextPoint, position, position.isOpen() && mark != null && (mark.stale() || !mark.isCurrent()));
            nextPoint++;
        }

        private Mark markAt(int moment) {
            openQuotes(moment);
            Instant time = timeline.moment(moment);
            while (nextQuote != null && !nextQuote.time().isAfter(time)) {
                quote = nextQuote;
                readQuote();
            }
            return pricing.mark(time, quote, true, heldPosition.lastTrade(), ownSplits, valuation);
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

    /** The performance; call it after the last record. */
    public Performance performance() {
        return performance(_ -> {});
    }

    /**
     * The performance; call it after the last record.
     *
     * @param parts takes the parts between flows that the time-weighted return of the span is made of
     */
    public Performance performance(Consumer<SubPeriod> parts) {
        end();
        return changes.performance(cash, cashFrom, parts);
    }
}
