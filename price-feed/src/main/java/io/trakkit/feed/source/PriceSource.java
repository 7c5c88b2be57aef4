package io.trakkit.feed.source;

import io.trakkit.domain.value.Ticker;
import java.util.Set;

/** Where quotes come from. It is asked by one thread at a time. */
public interface PriceSource extends AutoCloseable {

    /**
     * What is new of the tickers since it was last asked, as far as it can tell. Whatever it is told that is no quote is
     * counted and left out; it never guesses.
     *
     * @throws SourceException if nothing could be learnt
     */
    Polled poll(Set<Ticker> tickers);

    @Override
    default void close() {
        // Most hold nothing open.
    }
}
