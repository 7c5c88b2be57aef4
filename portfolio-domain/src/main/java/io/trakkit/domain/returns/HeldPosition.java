package io.trakkit.domain.returns;

import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.Position;
import org.jspecify.annotations.Nullable;

/**
 * A held position and its last trade.
 *
 * @param lastTrade null where no trade has counted yet, or it was not asked for; an open position has one
 */
public record HeldPosition(Position position, @Nullable LastTrade lastTrade) {

    /** After a trade that is applied. */
    HeldPosition after(FoldedTrade applied) {
        return new HeldPosition(
                position.after(applied.side(), applied.volume(), applied.price()), LastTrade.after(lastTrade, applied));
    }
}
