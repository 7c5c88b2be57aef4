package io.trakkit.domain.position;

import io.trakkit.domain.value.Price;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last applied trade of a ticker: an observation of its price.
 *
 * @param price the price of one unit; zero only if no earlier trade has another price
 * @param time the execution time
 */
public record LastTrade(Price price, Instant time) {

    /**
     * The last trade after one more is applied. A trade at the price zero counts only if no earlier trade has another
     * price: a bonus share or a worthless sale is not an observation of the market.
     *
     * @param before the previous last trade; null if there is none
     * @param applied the next trade in trade order
     */
    public static LastTrade after(@Nullable LastTrade before, FoldedTrade applied) {
        return before != null && applied.price().isZero() && !before.price().isZero()
                ? before
                : new LastTrade(applied.price(), applied.tradeOrder().executedAt());
    }
}
