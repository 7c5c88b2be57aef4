package io.trakkit.domain.returns;

import io.trakkit.domain.history.TradeHistoryVisitor;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.value.Ticker;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From when on the cash of a portfolio is tracked: from its first deposit or withdrawal. It reads the records of the
 * portfolio's cash, which have a key of their own.
 */
public final class CashTracking implements TradeHistoryVisitor {

    private final Set<Instant> moments = new HashSet<>();
    private final Instant after;
    private @Nullable Instant from;

    /** @param after the start of the span: earlier moments are not collected */
    public CashTracking(Instant after) {
        this.after = after;
    }

    @Override
    public void begin(Ticker ticker, Position position, @Nullable LastTrade lastTrade) {
        // Cash has one key, and no position.
    }

    @Override
    public void next(FoldedRecord foldedRecord, Instant countsFrom) {
        if (foldedRecord.state() != TradeState.APPLIED) {
            return;
        }
        if (from == null && isFlow(foldedRecord)) {
            from = countsFrom;
        }
        if (countsFrom.isAfter(after) && moments.size() <= Timeline.MOST_TRADE_MOMENTS) {
            moments.add(countsFrom);
        }
    }

    /** Whether a record moves cash between the owner and the portfolio. */
    static boolean isFlow(FoldedRecord foldedRecord) {
        return foldedRecord instanceof FoldedActivity activity
                && (activity.terms().type() == ActivityType.DEPOSIT
                        || activity.terms().type() == ActivityType.WITHDRAWAL);
    }

    /**
     * Whether a record, if it moves money or units, is a flow of the time-weighted return: with tracked cash what passes between
     * the owner and the portfolio, without it also what passes between the owner and a position.
     */
    public static boolean isFlow(FoldedRecord foldedRecord, boolean isTracked) {
        return isTransfer(foldedRecord)
                || (isTracked ? isFlow(foldedRecord) : foldedRecord instanceof FoldedTrade || isPaidOut(foldedRecord));
    }

    /** Whether a record moves units between the owner and the portfolio. */
    public static boolean isTransfer(FoldedRecord foldedRecord) {
        return foldedRecord instanceof FoldedActivity activity
                && (activity.terms().type() == ActivityType.TRANSFER_IN
                        || activity.terms().type() == ActivityType.TRANSFER_OUT);
    }

    private static boolean isPaidOut(FoldedRecord foldedRecord) {
        return foldedRecord instanceof FoldedActivity activity
                && switch (activity.terms().type()) {
                    case DIVIDEND, RETURN_OF_CAPITAL, CASH_IN_LIEU -> true;
                    case SPLIT,
                            BONUS,
                            COST_ADJUSTMENT,
                            TRANSFER_IN,
                            TRANSFER_OUT,
                            DEPOSIT,
                            WITHDRAWAL,
                            INTEREST,
                            CHARGE -> false;
                };
    }

    /** The moment from which the first deposit or withdrawal counts; empty if there is none, and cash is not tracked. */
    public Optional<Instant> from() {
        return Optional.ofNullable(from);
    }

    /** The moments from which records of cash count, at most one more than a timeline takes; none if cash is not tracked. */
    public Set<Instant> moments() {
        return from == null ? Set.of() : Collections.unmodifiableSet(moments);
    }
}
