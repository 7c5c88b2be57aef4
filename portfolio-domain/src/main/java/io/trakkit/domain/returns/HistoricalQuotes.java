package io.trakkit.domain.returns;

import io.trakkit.domain.price.Quote;
import io.trakkit.domain.value.Ticker;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;

/** Quotes of the past. */
public interface HistoricalQuotes {

    /**
     * The quotes of a ticker that tell its price at each of some moments, oldest first: of each moment the newest at or
     * before it, as far as there is one. There may be others among them, none of them after the last moment.
     *
     * @param moments ascending
     */
    Iterator<Quote> at(Ticker ticker, List<Instant> moments);
}
