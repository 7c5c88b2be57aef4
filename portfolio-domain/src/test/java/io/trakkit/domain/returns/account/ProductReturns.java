package io.trakkit.domain.returns.account;

import io.trakkit.domain.history.EffectiveTime;
import io.trakkit.domain.history.HistoricalPositions;
import io.trakkit.domain.history.TradeHistoryVisitor;
import io.trakkit.domain.lots.CostMethod;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.RatesAt;
import io.trakkit.domain.price.RatesAt.ObservedRate;
import io.trakkit.domain.returns.Cash;
import io.trakkit.domain.returns.CashReader;
import io.trakkit.domain.returns.CashTracking;
import io.trakkit.domain.returns.OwnersFlow;
import io.trakkit.domain.returns.Performance;
import io.trakkit.domain.returns.PerformanceReader;
import io.trakkit.domain.returns.PortfolioReturn;
import io.trakkit.domain.returns.SubPeriod;
import io.trakkit.domain.returns.Timeline;
import io.trakkit.domain.testing.RandomLedger.Step;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.update.InMemoryProjection;
import io.trakkit.domain.update.InMemoryProjection.Received;
import io.trakkit.domain.valuation.Pricing;
import io.trakkit.domain.valuation.Splits;
import io.trakkit.domain.valuation.Valuation;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Ticker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** What the product answers: its own code from the log on, with the tables and the history of prices kept in memory. */
final class ProductReturns {

    private final BookRules rules;
    private final Market market;
    private final Pricing pricing;
    private final Map<Ticker, List<Received>> records = new TreeMap<>();
    private final Map<Ticker, Splits> splits = new HashMap<>();

    ProductReturns(Scenario scenario) {
        rules = scenario.rules();
        market = scenario.market();
        pricing = new Pricing(Optional.empty(), market.staleAfter());
        InMemoryProjection projection = new InMemoryProjection(rules);
        for (Step step : scenario.steps()) {
            switch (step) {
                case Step.Event(var event) -> projection.deliver(event);
                case Step.Recorded(FoldedActivity action) -> projection.record(action);
                case Step.Withdrawn(var actionId) -> projection.withdraw(actionId);
            }
        }
        for (Map.Entry<PositionKey, List<Received>> history :
                projection.histories().entrySet()) {
            Ticker ticker = history.getKey().ticker();
            records.put(ticker, history.getValue());
            splits.put(ticker, splits(history.getValue()));
        }
    }

    /** What the product makes of a span. */
    record Found(Performance performance, List<SubPeriod> parts, List<OwnersFlow> flows) {}

    /** What the product makes of a time. */
    record Past(PortfolioReturn portfolioReturn, Optional<Cash.Valued> cash) {}

    private static Splits splits(List<Received> history) {
        List<Splits.Change> changes = new ArrayList<>();
        EffectiveTime effectiveTime = new EffectiveTime();
        for (Received received : history) {
            Instant from = effectiveTime.next(received.folded().tradeOrder().executedAt(), received.at());
            if (received.folded() instanceof FoldedActivity activity
                    && activity.state() == TradeState.APPLIED
                    && activity.terms().ratio().isPresent()) {
                Ratio ratio = activity.terms().ratio().get();
                boolean isBonus = activity.terms().type() == ActivityType.BONUS;
                changes.add(new Splits.Change(
                        activity.tradeOrder().executedAt(),
                        from,
                        isBonus ? ratio.numerator().add(ratio.denominator()) : ratio.numerator(),
                        ratio.denominator()));
            }
        }
        return new Splits(changes);
    }

    /** @param random decides from where the records are read, and which quotes that are not needed */
    Found performance(List<Instant> points, RandomGenerator random) {
        Instant from = points.getFirst();
        Instant until = points.getLast();
        CashTracking tracking = new CashTracking(from);
        visit(Ticker.CASH, until, 0, tracking);
        Set<Instant> moments = new HashSet<>(tracking.moments());
        records.forEach((ticker, history) -> {
            if (!ticker.equals(Ticker.CASH)) {
                history.forEach(received -> moments.add(counted(received)));
            }
        });
        boolean isLazy = random.nextBoolean();
        PerformanceReader reader = new PerformanceReader(
                Timeline.of(points, moments),
                pricing,
                (ticker, wanted) -> quotes(ticker, wanted, isLazy),
                rules,
                rates(),
                splits,
                CostMethod.AVERAGE,
                tracking.from());
        List<OwnersFlow> flows = new ArrayList<>();
        List<SubPeriod> parts = new ArrayList<>();
        reader.tellFlows(flows::add);
        for (Ticker ticker : records.keySet()) {
            if (tracking.from().isPresent()) {
                visit(ticker, until, 0, reader);
            } else if (!ticker.equals(Ticker.CASH)) {
                visit(ticker, until, checkpoint(ticker, from, random), reader);
            }
        }
        return new Found(reader.performance(parts::add), parts, flows);
    }

    /** How many records come before the checkpoint that is taken, none of which is executed after the time. */
    private int checkpoint(Ticker ticker, Instant time, RandomGenerator random) {
        long before = records.getOrDefault(ticker, List.of()).stream()
                .filter(received -> !received.folded().tradeOrder().executedAt().isAfter(time))
                .count();
        return random.nextInt((int) before + 1);
    }

    private static Instant counted(Received received) {
        Instant executedAt = received.folded().tradeOrder().executedAt();
        return executedAt.isBefore(received.at()) ? executedAt : received.at();
    }

    /** @param first the number of the first record that is read; those before it are in the position that it begins with */
    private void visit(Ticker ticker, Instant until, int first, TradeHistoryVisitor visitor) {
        HeldPosition before = HeldPosition.EMPTY;
        EffectiveTime effectiveTime = new EffectiveTime();
        int number = 0;
        for (Received received : records.getOrDefault(ticker, List.of())) {
            if (number == first) {
                visitor.begin(ticker, before.position(), before.lastTrade());
            }
            if (number < first) {
                before = received.folded().state() == TradeState.APPLIED
                        ? before.after(received.folded(), rules)
                        : before;
            } else {
                Instant from = effectiveTime.next(received.folded().tradeOrder().executedAt(), received.at());
                if (from.isAfter(until)) {
                    return;
                }
                visitor.next(received.folded(), from);
            }
            number++;
        }
        if (number == first) {
            visitor.begin(ticker, before.position(), before.lastTrade());
        }
    }

    private Iterator<Quote> quotes(Ticker ticker, List<Instant> moments, boolean isLazy) {
        List<Quote> found = new ArrayList<>();
        if (isLazy) {
            moments.stream()
                    .flatMap(moment -> market.newestQuote(ticker, moment).stream())
                    .distinct()
                    .forEach(found::add);
        } else {
            market.quotes().stream()
                    .filter(quote ->
                            quote.ticker().equals(ticker) && !quote.time().isAfter(moments.getLast()))
                    .sorted(Comparator.comparing(Quote::time))
                    .forEach(found::add);
        }
        return found.iterator();
    }

    private RatesAt rates() {
        return (base, quote, time) -> rate(base, quote, time);
    }

    private Optional<ObservedRate> rate(CurrencyCode base, CurrencyCode quote, Instant time) {
        if (!quote.equals(rules.currency())) {
            throw new IllegalArgumentException("No rates into " + quote);
        }
        return market.newestRate(base, time).map(known -> new ObservedRate(known.rate(), known.time()));
    }

    Past asOf(Instant time) {
        HistoricalPositions then = new HistoricalPositions(rules);
        CashReader cash = new CashReader(rules);
        for (Ticker ticker : records.keySet()) {
            visit(ticker, time, 0, cash);
            if (!ticker.equals(Ticker.CASH)) {
                visit(ticker, time, 0, then);
            }
        }
        Valuation valuation = new Valuation(rules.currency(), rates());
        PortfolioReturn portfolioReturn = PortfolioReturn.of(
                then.positions(),
                (ticker, held) -> pricing.mark(
                        time,
                        market.newestQuote(ticker, time).orElse(null),
                        true,
                        held.lastTrade(),
                        splits.getOrDefault(ticker, Splits.NONE),
                        valuation));
        return new Past(portfolioReturn, cash.cash().map(found -> found.valued(time, pricing, valuation)));
    }
}
