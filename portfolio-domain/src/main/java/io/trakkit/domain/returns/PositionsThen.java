package io.trakkit.domain.returns;

import io.trakkit.domain.Entry;
import io.trakkit.domain.LastTrade;
import io.trakkit.domain.Position;
import io.trakkit.domain.Ticker;
import io.trakkit.domain.TradeState;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was held at a time, from the past up to then. */
public final class PositionsThen implements PastReader {

    private final SortedMap<Ticker, Held> positions = new TreeMap<>();
    private @Nullable Ticker current;

    @Override
    public void begin(Ticker ticker, Position position, @Nullable LastTrade lastTrade) {
        current = ticker;
        positions.put(ticker, new Held(position, lastTrade));
    }

    @Override
    public void trade(Entry entry, Instant countsFrom) {
        if (current == null) {
            throw new IllegalStateException("A trade of no ticker: " + entry);
        }
        if (entry.state() == TradeState.APPLIED) {
            positions.computeIfPresent(current, (_, held) -> held.after(entry));
        }
    }

    /** The positions by ticker, closed ones included. */
    public SortedMap<Ticker, Held> positions() {
        return positions;
    }
}
