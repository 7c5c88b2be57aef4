package io.trakkit.domain.history;

import io.trakkit.domain.lots.CostMethod;
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
    private final CostMethod method;
    private @Nullable Ticker current;
    private @Nullable PositionFold fold;

    /** By average cost. */
    public HistoricalPositions(BookRules rules) {
        this(rules, CostMethod.AVERAGE);
    }

    /** @param method any but the average needs all records of each ticker */
    public HistoricalPositions(BookRules rules, CostMethod method) {
        this.rules = rules;
        this.method = method;
    }

    @Override
    public void begin(Ticker ticker, Position position, @Nullable LastTrade lastTrade) {
        end();
        current = ticker;
        fold = PositionFold.after(new HeldPosition(position, lastTrade), method, rules);
    }

    @Override
    public void next(FoldedRecord foldedRecord, Instant countsFrom) {
        if (fold == null) {
            throw new IllegalStateException("A record came before its ticker: " + foldedRecord);
        }
        if (foldedRecord.state() == TradeState.APPLIED) {
            fold.add(foldedRecord);
        }
    }

    private void end() {
        if (current != null && fold != null) {
            positions.put(current, fold.held());
        }
    }

    /** The positions by ticker, closed ones included; call it after the last record. */
    public SortedMap<Ticker, HeldPosition> positions() {
        end();
        return positions;
    }
}
