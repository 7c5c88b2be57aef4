package io.trakkit.feed.source;

import io.trakkit.domain.value.Ticker;
import java.util.Set;

/** A source of quotes. One thread at a time polls it. */
public interface PriceSource extends AutoCloseable {

    /**
     * Returns the quotes of the tickers that are new since the last poll. Invalid quotes are counted and left out; nothing
     * is guessed.
     *
     * @throws SourceException if the source returned no usable answer
     */
    Polled poll(Set<Ticker> tickers);

    @Override
    default void close() {
        // Most sources hold nothing open.
    }
}
