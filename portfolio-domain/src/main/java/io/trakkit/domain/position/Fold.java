package io.trakkit.domain.position;

import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.trade.TradeState;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The rule by which trades, in the order of their places, become a position. Pure: the same trades give the same
 * position, whatever the order in which they arrived.
 */
public final class Fold {

    /** How many trades lie between two checkpoints. */
    public static final int CHECKPOINT_INTERVAL = 256;

    /** Changes whenever the same trades would give other numbers than before. */
    public static final int VERSION = 2;

    private Fold() {}

    /** Told what a fold finds on its way, so that a long one needs no memory. */
    public interface Findings {

        /**
         * Something else became of the entry than before: it is in another state, or is rejected as before, but of other
         * units held.
         */
        void changed(FoldedTrade foldedTrade, FoldOutcome foldOutcome);

        /** A place at which a later fold can set in. */
        void checkpoint(Checkpoint checkpoint);
    }

    /**
     * How far a fold has come.
     *
     * @param position the position after the last entry
     * @param lastTrade the last trade that counted; null if there is none
     * @param last the place of the last entry
     * @param sinceCheckpoint how many entries were folded since the last checkpoint
     */
    public record Progress(Position position, @Nullable LastTrade lastTrade, TradeOrder last, int sinceCheckpoint) {

        /** Nothing folded yet. */
        public static final Progress NONE = at(Checkpoint.START);

        /** A fold that sets in at a checkpoint. */
        public static Progress at(Checkpoint checkpoint) {
            return new Progress(checkpoint.position(), checkpoint.lastTrade(), checkpoint.place(), 0);
        }
    }

    /** Folds entries, which must be in the order of their places and after {@code start}. */
    public static Progress run(Progress start, Iterator<FoldedTrade> entries, Findings findings) {
        Position position = start.position();
        LastTrade lastTrade = start.lastTrade();
        TradeOrder last = start.last();
        int sinceCheckpoint = start.sinceCheckpoint();
        while (entries.hasNext()) {
            FoldedTrade foldedTrade = entries.next();
            if (!foldedTrade.place().isAfter(last)) {
                throw new IllegalArgumentException("Out of order: " + foldedTrade.place() + " after " + last);
            }
            FoldOutcome foldOutcome = outcome(foldedTrade, position);
            if (foldOutcome.state() == TradeState.APPLIED) {
                position = position.after(foldedTrade.side(), foldedTrade.volume(), foldedTrade.price());
                lastTrade = LastTrade.after(lastTrade, foldedTrade);
            }
            if (!foldOutcome.equals(foldedTrade.outcome())) {
                findings.changed(foldedTrade, foldOutcome);
            }
            last = foldedTrade.place();
            if (++sinceCheckpoint == CHECKPOINT_INTERVAL) {
                findings.checkpoint(new Checkpoint(last, position, lastTrade));
                sinceCheckpoint = 0;
            }
        }
        return new Progress(position, lastTrade, last, sinceCheckpoint);
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
