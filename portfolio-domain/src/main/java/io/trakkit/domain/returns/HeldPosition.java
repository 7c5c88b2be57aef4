package io.trakkit.domain.returns;

import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.Position;
import org.jspecify.annotations.Nullable;

/**
 * A held position and its last trade.
 *
 * @param lastTrade null if no trade counts yet, or the caller did not ask for it; an open position has one
 */
public record HeldPosition(Position position, @Nullable LastTrade lastTrade) {

    /** The position after one more applied trade. */
    HeldPosition after(FoldedTrade applied) {
        return new HeldPosition(
                position.after(applied.side(), applied.volume(), applied.price()), LastTrade.after(lastTrade, applied));
    }
}
