package io.trakkit.domain.trade;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.value.Ticker;

/** The key of a position: client, portfolio and ticker. Rows are locked in this order. */
public record PositionKey(ClientId client, PortfolioId portfolio, Ticker ticker) implements Comparable<PositionKey> {

    /** The key of the log's records: {@code portfolio:ticker}. A ticker may hold a colon, a portfolio's number cannot. */
    public String logKey() {
        return portfolio + ":" + ticker;
    }

    @Override
    public int compareTo(PositionKey other) {
        // By hand, since a batch sorts its keys several times over.
        int byClient = client.compareTo(other.client);
        if (byClient != 0) {
            return byClient;
        }
        int byPortfolio = portfolio.compareTo(other.portfolio);
        return byPortfolio != 0 ? byPortfolio : ticker.compareTo(other.ticker);
    }
}
