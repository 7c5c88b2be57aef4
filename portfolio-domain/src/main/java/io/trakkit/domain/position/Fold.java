package io.trakkit.domain.position;

import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.trade.TradeStatus;
import java.math.BigDecimal;
import java.util.Iterator;

/**
 * The pure function from trades, activities and corporate actions in {@linkplain TradeOrder trade order} to a position. The
 * same records give the same position, regardless of the order of arrival.
 */
public final class Fold {

    /** The number of records from one checkpoint to the next. */
    public static final int CHECKPOINT_INTERVAL = 256;

    /** Increases whenever the same records would give other numbers than before. */
    public static final int VERSION = 2;

    private Fold() {}

    /** Receives the results of a fold one by one, so that a long fold needs no memory for them. */
    public interface Listener {

        /**
         * The outcome of a trade or activity differs from the stored one: another state, or a rejection with another number
         * of units held.
         */
        void changed(FoldedRecord foldedRecord, FoldOutcome foldOutcome);

        /** A later fold can start here. */
        void checkpoint(Checkpoint checkpoint);
    }

    /**
     * Folds records.
     *
     * @param records in trade order, all after {@code start}
     * @throws IllegalArgumentException if they are out of order
     */
    public static FoldedPosition run(
            FoldedPosition start, Iterator<? extends FoldedRecord> records, BookRules rules, Listener listener) {
        HeldPosition held = new HeldPosition(start.position(), start.lastTrade());
        TradeOrder last = start.last();
        int sinceCheckpoint = start.sinceCheckpoint();
        while (records.hasNext()) {
            FoldedRecord next = records.next();
            if (!next.tradeOrder().isAfter(last)) {
                throw new IllegalArgumentException("Out of order: " + next.tradeOrder() + " after " + last);
            }
            FoldOutcome outcome = outcome(next, held.position(), rules);
            if (outcome.state() == TradeState.APPLIED) {
                held = held.after(next, rules);
            }
            if (!outcome.equals(next.outcome())) {
                listener.changed(next, outcome);
            }
            last = next.tradeOrder();
            if (++sinceCheckpoint == CHECKPOINT_INTERVAL) {
                listener.checkpoint(new Checkpoint(last, held.position(), held.lastTrade()));
                sinceCheckpoint = 0;
            }
        }
        return new FoldedPosition(held.position(), held.lastTrade(), last, sinceCheckpoint);
    }

    private static FoldOutcome outcome(FoldedRecord next, Position before, BookRules rules) {
        if (next.status() == TradeStatus.FAILED) {
            return FoldOutcome.FAILED;
        }
        boolean applies = switch (next) {
            case FoldedTrade trade ->
                trade.side() == Side.BUY
                        || rules.allowShort()
                        || before.held().compareTo(trade.volume().value()) >= 0;
            case FoldedActivity activity -> activity.isCorporateAction() || applies(activity.terms(), before.held());
        };
        return applies ? FoldOutcome.APPLIED : FoldOutcome.rejected(before.held());
    }

    private static boolean applies(ActivityTerms terms, BigDecimal held) {
        return switch (terms.type()) {
            case DIVIDEND, RETURN_OF_CAPITAL, COST_ADJUSTMENT, SPLIT -> held.signum() != 0;
            case BONUS -> terms.volume().isPresent() || held.signum() != 0;
            case CASH_IN_LIEU -> terms.volume().orElseThrow().value().compareTo(held.abs()) <= 0;
            case TRANSFER_OUT -> terms.volume().orElseThrow().value().compareTo(held) <= 0;
            case TRANSFER_IN, DEPOSIT, WITHDRAWAL, INTEREST, CHARGE -> true;
        };
    }
}
