package io.trakkit.domain.valuation;

import io.trakkit.domain.price.Quote;
import io.trakkit.domain.value.Ticker;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;

/** Reads quotes of the past. */
public interface HistoricalQuotes {

    /**
     * Reads the newest quote of a ticker at or before each moment, if there is one. The result is in the order of time and
     * may contain other quotes, but none after the last moment.
     *
     * @param moments ascending
     */
    Iterator<Quote> at(Ticker ticker, List<Instant> moments);
}
