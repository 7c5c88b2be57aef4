package io.trakkit.domain.position;

import io.trakkit.domain.trade.TradeOrder;
import org.jspecify.annotations.Nullable;

/**
 * A position and the record up to which it is folded: the result of a fold, and the start of the next one.
 *
 * @param position the position after the last record
 * @param lastTrade the last applied trade; null if there is none
 * @param last the trade order of the last record
 * @param sinceCheckpoint the number of records folded since the last checkpoint
 */
public record FoldedPosition(Position position, @Nullable LastTrade lastTrade, TradeOrder last, int sinceCheckpoint) {

    /** Nothing folded yet. */
    public static final FoldedPosition NONE = at(Checkpoint.START);

    /** The start of a fold at a checkpoint. */
    public static FoldedPosition at(Checkpoint checkpoint) {
        return new FoldedPosition(checkpoint.position(), checkpoint.lastTrade(), checkpoint.tradeOrder(), 0);
    }
}
