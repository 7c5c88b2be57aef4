package io.trakkit.domain.returns;

import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.value.Ticker;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects the positions of a portfolio at a time in the past. */
public final class HistoricalPositions implements TradeHistoryVisitor {

    private final SortedMap<Ticker, HeldPosition> positions = new TreeMap<>();
    private final BookRules rules;
    private @Nullable Ticker current;

    public HistoricalPositions(BookRules rules) {
        this.rules = rules;
    }

    @Override
    public void begin(Ticker ticker, Position position, @Nullable LastTrade lastTrade) {
        current = ticker;
        positions.put(ticker, new HeldPosition(position, lastTrade));
    }

    @Override
    public void next(FoldedRecord foldedRecord, Instant countsFrom) {
        if (current == null) {
            throw new IllegalStateException("A record came before its ticker: " + foldedRecord);
        }
        if (foldedRecord.state() == TradeState.APPLIED) {
            positions.computeIfPresent(current, (_, heldPosition) -> heldPosition.after(foldedRecord, rules));
        }
    }

    /** The positions by ticker, closed ones included. */
    public SortedMap<Ticker, HeldPosition> positions() {
        return positions;
    }
}
