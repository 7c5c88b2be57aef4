package io.trakkit.feed.source;

import io.trakkit.domain.value.Ticker;
import java.util.Set;

/** Where quotes come from. It is asked by one thread at a time. */
public interface PriceSource extends AutoCloseable {

    /**
     * Returns the quotes of the tickers that are new since the last poll. Invalid quotes are counted and left out; nothing
     * is guessed.
     *
     * @throws SourceException if nothing could be learnt
     */
    Polled poll(Set<Ticker> tickers);

    @Override
    default void close() {
        // Most hold nothing open.
    }
}
