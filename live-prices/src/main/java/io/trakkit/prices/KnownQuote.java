package io.trakkit.prices;

import io.trakkit.domain.price.Quote;

/** The latest quote of a ticker, and where it comes from. */
public record KnownQuote(Quote quote, Origin origin) {

    /** How a quote is known. */
    public enum Origin {
        /** It is the latest: Redis says so. */
        LIVE,
        /** Redis does not say, and this is what it said last. There may be a newer one. */
        LAST_KNOWN,
        /** Redis does not say, and this is the latest of the history. There may be a newer one. */
        HISTORY
    }

    /** Whether it is the latest for sure. */
    public boolean isLive() {
        return origin == Origin.LIVE;
    }
}
