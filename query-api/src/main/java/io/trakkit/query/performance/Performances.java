package io.trakkit.query.performance;

import io.trakkit.domain.lots.CostMethod;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.price.RatesAt;
import io.trakkit.domain.returns.CashTracking;
import io.trakkit.domain.returns.OwnersFlow;
import io.trakkit.domain.returns.Performance;
import io.trakkit.domain.returns.PerformanceReader;
import io.trakkit.domain.returns.SubPeriod;
import io.trakkit.domain.returns.Timeline;
import io.trakkit.domain.valuation.Pricing;
import io.trakkit.domain.value.Ticker;
import io.trakkit.query.Rules;
import io.trakkit.query.Snapshots;
import io.trakkit.store.prices.QuoteSeries;
import io.trakkit.store.query.PastHoldings;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Computes performance from trades and the price history, in one snapshot. */
@Component
public final class Performances {

    private final Snapshots snapshots;
    private final PastHoldings holdings;
    private final QuoteSeries quotes;
    private final Pricing pricing;
    private final RatesAt rates;

    Performances(Snapshots snapshots, PastHoldings holdings, QuoteSeries quotes, Pricing pricing, RatesAt rates) {
        this.snapshots = snapshots;
        this.holdings = holdings;
        this.quotes = quotes;
        this.pricing = pricing;
        this.rates = rates;
    }

    /**
     * The performance of a portfolio.
     *
     * @param times the requested times, ascending, including the two ends of the span
     * @param method decides cost and realised gain, not the returns
     * @throws io.trakkit.domain.value.InvalidValueException if it needs too many moments or quotes
     */
    Performance of(Portfolio portfolio, List<Instant> times, CostMethod method) {
        return of(portfolio, times, method, _ -> {}, _ -> {}, (performance, _) -> performance);
    }

    /**
     * The performance of a portfolio over one span, by average cost.
     *
     * @param parts takes the parts that the time-weighted return is made of
     * @param afterwards reads more in the same snapshot; it takes the time from which cash is tracked, if it is
     * @throws io.trakkit.domain.value.InvalidValueException if it needs too many moments or quotes
     */
    public <T> T inParts(
            Portfolio portfolio,
            Instant from,
            Instant to,
            Consumer<SubPeriod> parts,
            BiFunction<Performance, Optional<Instant>, T> afterwards) {
        return of(portfolio, List.of(from, to), CostMethod.AVERAGE, parts, _ -> {}, afterwards);
    }

    /**
     * The performance of a portfolio over one span, by average cost.
     *
     * @param flows takes the flows that the money-weighted return is made of, ticker by ticker
     * @param afterwards reads more in the same snapshot
     * @throws io.trakkit.domain.value.InvalidValueException if it needs too many moments or quotes
     */
    public <T> T withFlows(
            Portfolio portfolio,
            Instant from,
            Instant to,
            Consumer<OwnersFlow> flows,
            Function<Performance, T> afterwards) {
        return of(
                portfolio,
                List.of(from, to),
                CostMethod.AVERAGE,
                _ -> {},
                flows,
                (performance, _) -> afterwards.apply(performance));
    }

    private <T> T of(
            Portfolio portfolio,
            List<Instant> times,
            CostMethod method,
            Consumer<SubPeriod> parts,
            Consumer<OwnersFlow> flows,
            BiFunction<Performance, Optional<Instant>, T> afterwards) {
        Instant from = times.getFirst();
        Instant to = times.getLast();
        return snapshots.read(() -> {
            CashTracking cash = new CashTracking(from);
            holdings.visitAll(portfolio.client(), portfolio.id(), Ticker.CASH, to, cash);
            Set<Instant> moments = new HashSet<>(
                    holdings.moments(portfolio.client(), portfolio.id(), from, to, Timeline.MOST_TRADE_MOMENTS + 1));
            moments.addAll(cash.moments());
            PerformanceReader reader = new PerformanceReader(
                    Timeline.of(times, moments),
                    pricing,
                    quotes,
                    Rules.of(portfolio),
                    rates,
                    holdings.splits(portfolio.client(), portfolio.id()),
                    method,
                    cash.from());
            reader.tellFlows(flows);
            if (cash.from().isPresent()) {
                holdings.visitAllWithCash(portfolio.client(), portfolio.id(), to, reader);
            } else if (method == CostMethod.AVERAGE) {
                holdings.visit(portfolio.client(), portfolio.id(), from, to, reader);
            } else {
                holdings.visitAll(portfolio.client(), portfolio.id(), to, reader);
            }
            return afterwards.apply(reader.performance(parts), cash.from());
        });
    }
}
