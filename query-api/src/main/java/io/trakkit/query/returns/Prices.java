package io.trakkit.query.returns;

import io.trakkit.domain.Ticker;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What securities cost at present; the port behind which market data comes in. */
public interface Prices {

    /**
     * A price.
     *
     * @param price of one unit, greater than zero
     * @param source where it comes from
     * @param at of when it is; empty where it is of no particular time
     */
    record Quote(BigDecimal price, String source, Optional<Instant> at) {}

    /** A quote for each of the tickers. */
    Map<Ticker, Quote> of(Set<Ticker> tickers);
}
