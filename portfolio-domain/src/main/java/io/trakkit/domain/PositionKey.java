package io.trakkit.domain;

import java.util.Comparator;

/** What a position is kept for: one ticker in one portfolio of one client. The order is that in which rows are locked. */
public record PositionKey(ClientId client, PortfolioId portfolio, Ticker ticker) implements Comparable<PositionKey> {

    private static final Comparator<PositionKey> ORDER = Comparator.comparing(PositionKey::client)
            .thenComparing(PositionKey::portfolio)
            .thenComparing(PositionKey::ticker);

    /** The key of the log's records: {@code portfolio:ticker}. A ticker may hold a colon, a portfolio's number cannot. */
    public String logKey() {
        return portfolio + ":" + ticker;
    }

    @Override
    public int compareTo(PositionKey other) {
        return ORDER.compare(this, other);
    }
}
