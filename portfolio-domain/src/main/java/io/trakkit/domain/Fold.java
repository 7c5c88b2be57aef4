package io.trakkit.domain;

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
        void changed(Entry entry, Outcome outcome);

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
    public record Progress(Position position, @Nullable LastTrade lastTrade, Place last, int sinceCheckpoint) {

        /** Nothing folded yet. */
        public static final Progress NONE = at(Checkpoint.START);

        /** A fold that sets in at a checkpoint. */
        public static Progress at(Checkpoint checkpoint) {
            return new Progress(checkpoint.position(), checkpoint.lastTrade(), checkpoint.place(), 0);
        }
    }

    /** Folds entries, which must be in the order of their places and after {@code start}. */
    public static Progress run(Progress start, Iterator<Entry> entries, Findings findings) {
        Position position = start.position();
        LastTrade lastTrade = start.lastTrade();
        Place last = start.last();
        int sinceCheckpoint = start.sinceCheckpoint();
        while (entries.hasNext()) {
            Entry entry = entries.next();
            if (!entry.place().isAfter(last)) {
                throw new IllegalArgumentException("Out of order: " + entry.place() + " after " + last);
            }
            Outcome outcome = outcome(entry, position);
            if (outcome.state() == TradeState.APPLIED) {
                position = position.after(entry.side(), entry.volume(), entry.price());
                lastTrade = LastTrade.after(lastTrade, entry);
            }
            if (!outcome.equals(entry.outcome())) {
                findings.changed(entry, outcome);
            }
            last = entry.place();
            if (++sinceCheckpoint == CHECKPOINT_INTERVAL) {
                findings.checkpoint(new Checkpoint(last, position, lastTrade));
                sinceCheckpoint = 0;
            }
        }
        return new Progress(position, lastTrade, last, sinceCheckpoint);
    }

    private static Outcome outcome(Entry entry, Position before) {
        return switch (entry.status()) {
            case FAILED -> Outcome.FAILED;
            case SUCCESS ->
                entry.side() == Side.SELL && !before.covers(entry.volume())
                        ? Outcome.rejected(before.held())
                        : Outcome.APPLIED;
        };
    }
}
