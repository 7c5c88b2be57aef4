package io.trakkit.query.returns;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.returns.HeldPosition;
import io.trakkit.domain.returns.HistoricalPositions;
import io.trakkit.domain.returns.PortfolioReturn;
import io.trakkit.domain.returns.Pricing;
import io.trakkit.domain.value.Ticker;
import io.trakkit.query.Snapshots;
import io.trakkit.store.prices.PriceHistory;
import io.trakkit.store.query.PastHoldings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** The returns of portfolios at a past time, by the trades executed and the prices recorded up to then. */
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

    /** The return of a portfolio right after the trades of that time. */
    PortfolioReturn at(ClientId client, PortfolioId portfolio, Instant time) {
        return snapshots.read(() -> {
            HistoricalPositions then = new HistoricalPositions();
            holdings.visit(client, portfolio, time, time, then);
            return valued(then.positions(), time);
        });
    }

    private PortfolioReturn valued(SortedMap<Ticker, HeldPosition> positions, Instant time) {
        List<Ticker> open = positions.entrySet().stream()
                .filter(entry -> entry.getValue().position().isOpen())
                .map(Map.Entry::getKey)
                .toList();
        Map<Ticker, Quote> quotes = pricing.constant().isPresent() ? Map.of() : history.latest(open, time);
        return PortfolioReturn.of(
                positions,
                (ticker, heldPosition) -> pricing.mark(time, quotes.get(ticker), true, heldPosition.lastTrade()));
    }
}
