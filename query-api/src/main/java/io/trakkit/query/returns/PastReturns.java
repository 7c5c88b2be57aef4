package io.trakkit.query.returns;

import io.trakkit.domain.ClientId;
import io.trakkit.domain.PortfolioId;
import io.trakkit.domain.Quote;
import io.trakkit.domain.Ticker;
import io.trakkit.domain.returns.Held;
import io.trakkit.domain.returns.PortfolioReturn;
import io.trakkit.domain.returns.PositionsThen;
import io.trakkit.domain.returns.Pricing;
import io.trakkit.query.Snapshots;
import io.trakkit.store.PastHoldings;
import io.trakkit.store.PriceHistory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** What portfolios had returned up to a time, by the trades executed up to then and the prices recorded of it. */
final class PastReturns {

    private final Snapshots snapshots;
    private final PastHoldings holdings;
    private final PriceHistory history;
    private final Pricing pricing;

    PastReturns(Snapshots snapshots, PastHoldings holdings, PriceHistory history, Pricing pricing) {
        this.snapshots = snapshots;
        this.holdings = holdings;
        this.history = history;
        this.pricing = pricing;
    }

    /** The return of a portfolio as it stood right after the trades of that time. */
    PortfolioReturn at(ClientId client, PortfolioId portfolio, Instant time) {
        return snapshots.read(() -> {
            PositionsThen then = new PositionsThen();
            holdings.tell(client, portfolio, time, time, then);
            return valued(then.positions(), time);
        });
    }

    private PortfolioReturn valued(SortedMap<Ticker, Held> positions, Instant time) {
        List<Ticker> open = positions.entrySet().stream()
                .filter(entry -> entry.getValue().position().isOpen())
                .map(Map.Entry::getKey)
                .toList();
        Map<Ticker, Quote> quotes = pricing.constant().isPresent() ? Map.of() : history.latest(open, time);
        return PortfolioReturn.of(
                positions, (ticker, held) -> pricing.mark(time, quotes.get(ticker), true, held.lastTrade()));
    }
}
