package io.trakkit.query.performance;

import io.trakkit.domain.ClientId;
import io.trakkit.domain.PortfolioId;
import io.trakkit.domain.returns.Performance;
import io.trakkit.domain.returns.PerformanceReader;
import io.trakkit.domain.returns.Pricing;
import io.trakkit.domain.returns.Timeline;
import io.trakkit.query.Snapshots;
import io.trakkit.store.PastHoldings;
import io.trakkit.store.RecordedQuotes;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** How portfolios did, from their trades and the history of prices, at one moment of both. */
@Component
final class Performances {

    private final Snapshots snapshots;
    private final PastHoldings holdings;
    private final RecordedQuotes quotes;
    private final Pricing pricing;

    Performances(Snapshots snapshots, PastHoldings holdings, RecordedQuotes quotes, Pricing pricing) {
        this.snapshots = snapshots;
        this.holdings = holdings;
        this.quotes = quotes;
        this.pricing = pricing;
    }

    /**
     * The performance of a portfolio.
     *
     * @param times when it is wanted, ascending, the two ends of the span included
     * @throws io.trakkit.domain.InvalidValueException if it takes too many moments or quotes
     */
    Performance of(ClientId client, PortfolioId portfolio, List<Instant> times) {
        Instant from = times.getFirst();
        Instant to = times.getLast();
        return snapshots.read(() -> {
            Timeline timeline =
                    Timeline.of(times, holdings.moments(client, portfolio, from, to, Timeline.MOST_TRADE_MOMENTS + 1));
            PerformanceReader reader = new PerformanceReader(timeline, pricing, quotes);
            holdings.tell(client, portfolio, from, to, reader);
            return reader.performance();
        });
    }
}
