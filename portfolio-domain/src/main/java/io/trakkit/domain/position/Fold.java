package io.trakkit.domain.position;

import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.trade.TradeState;
import java.util.Iterator;

/**
 * The pure function from trades in {@linkplain TradeOrder trade order} to a position. The same trades give the same
 * position, regardless of the order of arrival.
 */
public final class Fold {

    /** The number of trades from one checkpoint to the next. */
    public static final int CHECKPOINT_INTERVAL = 256;

    /** Increases whenever the same trades would give other numbers than before. */
    public static final int VERSION = 2;

    private Fold() {}

    /** Receives the results of a fold one by one, so that a long fold needs no memory for them. */
    public interface Listener {

        /**
         * The outcome of a trade differs from the stored one: another state, or a rejection with another number of units
         * held.
         */
        void changed(FoldedTrade foldedTrade, FoldOutcome foldOutcome);

        /** A later fold can start here. */
        void checkpoint(Checkpoint checkpoint);
    }

    /**
     * Folds trades.
     *
     * @param trades in trade order, all after {@code start}
     * @throws IllegalArgumentException if they are out of order
     */
    public static FoldedPosition run(FoldedPosition start, Iterator<FoldedTrade> trades, Listener listener) {
        Position position = start.position();
        LastTrade lastTrade = start.lastTrade();
        TradeOrder last = start.last();
        int sinceCheckpoint = start.sinceCheckpoint();
        while (trades.hasNext()) {
            FoldedTrade foldedTrade = trades.next();
            if (!foldedTrade.tradeOrder().isAfter(last)) {
                throw new IllegalArgumentException("Out of order: " + foldedTrade.tradeOrder() + " after " + last);
            }
            FoldOutcome foldOutcome = outcome(foldedTrade, position);
            if (foldOutcome.state() == TradeState.APPLIED) {
                position = position.after(foldedTrade.side(), foldedTrade.volume(), foldedTrade.price());
                lastTrade = LastTrade.after(lastTrade, foldedTrade);
            }
            if (!foldOutcome.equals(foldedTrade.outcome())) {
                listener.changed(foldedTrade, foldOutcome);
            }
            last = foldedTrade.tradeOrder();
            if (++sinceCheckpoint == CHECKPOINT_INTERVAL) {
                listener.checkpoint(new Checkpoint(last, position, lastTrade));
                sinceCheckpoint = 0;
            }
        }
        return new FoldedPosition(position, lastTrade, last, sinceCheckpoint);
    }

    private static FoldOutcome outcome(FoldedTrade foldedTrade, Position before) {
        return switch (foldedTrade.status()) {
            case FAILED -> FoldOutcome.FAILED;
            case SUCCESS ->
                foldedTrade.side() == Side.SELL && !before.covers(foldedTrade.volume())
                        ? FoldOutcome.rejected(before.held())
                        : FoldOutcome.APPLIED;
        };
    }
}
