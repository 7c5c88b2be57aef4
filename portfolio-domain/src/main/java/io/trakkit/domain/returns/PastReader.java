package io.trakkit.domain.returns;

import io.trakkit.domain.Entry;
import io.trakkit.domain.LastTrade;
import io.trakkit.domain.Position;
import io.trakkit.domain.Ticker;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Told the past of a portfolio, one ticker after the other, so that it needs no memory however many trades there are. */
public interface PastReader {

    /**
     * The next ticker begins.
     *
     * @param position what was held before the trades that follow
     * @param lastTrade the last trade that counted before the trades that follow; null if there is none
     */
    void begin(Ticker ticker, Position position, @Nullable LastTrade lastTrade);

    /**
     * The next trade of the ticker, in the order of places, with what the fold made of it.
     *
     * @param countsFrom the moment from which it counts, as {@link Onset} has it
     */
    void trade(Entry entry, Instant countsFrom);
}
