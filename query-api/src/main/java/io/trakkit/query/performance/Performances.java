package io.trakkit.query.performance;

import io.trakkit.domain.ClientId;
import io.trakkit.domain.PortfolioId;
import io.trakkit.domain.returns.Performance;
import io.trakkit.domain.returns.PerformanceReader;
import io.trakkit.domain.returns.Pricing;
import io.trakkit.domain.returns.Timeline;
import io.trakkit.query.Snapshots;
import io.trakkit.store.PastHoldings;
import io.trakkit.store.PriceSamples;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** How portfolios did, from their trades and the history of prices, at one moment of both. */
@Component
final class Performances {

    private final Snapshots snapshots;
    private final PastHoldings holdings;
    private final PriceSamples samples;
    private final Pricing pricing;

    Performances(Snapshots snapshots, PastHoldings holdings, PriceSamples samples, Pricing pricing) {
        this.snapshots = snapshots;
        this.holdings = holdings;
        this.samples = samples;
        this.pricing = pricing;
    }

    /**
     * The performance of a portfolio.
     *
     * @param times when it is wanted, ascending, the two ends of the span included
     * @throws io.trakkit.domain.InvalidValueException if it takes too many prices
     */
    Performance of(ClientId client, PortfolioId portfolio, List<Instant> times) {
        Instant from = times.getFirst();
        Instant to = times.getLast();
        return snapshots.read(() -> {
            Timeline timeline = Timeline.of(times, holdings.flowDays(client, portfolio, from, to));
            PerformanceReader reader = new PerformanceReader(timeline, pricing, samples);
            holdings.tell(client, portfolio, from, to, reader);
            return reader.performance();
        });
    }
}
