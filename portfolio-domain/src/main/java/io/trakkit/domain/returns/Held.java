package io.trakkit.domain.returns;

import io.trakkit.domain.Entry;
import io.trakkit.domain.LastTrade;
import io.trakkit.domain.Position;
import org.jspecify.annotations.Nullable;

/**
 * What is held of a ticker, and what its last trade tells of its price.
 *
 * @param lastTrade null where no trade has counted yet, or it was not asked for; an open position has one
 */
public record Held(Position position, @Nullable LastTrade lastTrade) {

    /** After a trade that is applied. */
    Held after(Entry applied) {
        return new Held(
                position.after(applied.side(), applied.volume(), applied.price()), LastTrade.after(lastTrade, applied));
    }
}
