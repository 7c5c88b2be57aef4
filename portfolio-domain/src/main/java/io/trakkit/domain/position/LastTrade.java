package io.trakkit.domain.position;

import io.trakkit.domain.value.Price;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The price of the last trade that counted, and its time.
 *
 * @param price the price of one unit; zero only where no trade before had another one
 * @param time when it was executed
 */
public record LastTrade(Price price, Instant time) {

    /**
     * The last trade once another one counts. A trade at the price zero takes its place only if no trade before it had
     * another price: a bonus share or a worthless sale is no observation of the market.
     *
     * @param before the last trade before it; null if there is none
     * @param applied the next trade in the order of places
     */
    public static LastTrade after(@Nullable LastTrade before, FoldedTrade applied) {
        return before != null && applied.price().isZero() && !before.price().isZero()
                ? before
                : new LastTrade(applied.price(), applied.place().executedAt());
    }
}
