package io.trakkit.prices;

import io.trakkit.domain.price.Quote;

/** The latest known quote of a ticker, with its origin. */
public record KnownQuote(Quote quote, Origin origin) {

    /** The origin of a known quote. */
    public enum Origin {
        /** Redis holds it: it is the latest. */
        LIVE,
        /** Redis has no answer, and this is the last quote read from it. There may be a newer one. */
        LAST_KNOWN,
        /** Redis has no answer, and this is the latest quote in the history. There may be a newer one. */
        HISTORY
    }

    /** Whether this is certainly the latest quote. */
    public boolean isLive() {
        return origin == Origin.LIVE;
    }
}
