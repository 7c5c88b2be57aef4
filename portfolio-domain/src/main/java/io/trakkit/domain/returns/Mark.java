package io.trakkit.domain.returns;

import io.trakkit.domain.Price;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The price at which a position is valued, and what it is worth believing.
 *
 * @param source where it comes from: the source of a quote, {@value #LAST_TRADE} or {@value #CONSTANT}
 * @param time of when it is; null where it is of no particular time
 * @param stale whether it is older than wanted, or there may be a newer one
 */
public record Mark(Price price, String source, @Nullable Instant time, boolean stale) {

    /** Nobody has quoted a price, and this is what the ticker was last traded at. */
    public static final String LAST_TRADE = "last_trade";

    /** The settings say that everything costs the same. */
    public static final String CONSTANT = "constant";

    /** Whether a market says so, and lately. */
    public boolean isCurrent() {
        return !stale && !source.equals(LAST_TRADE);
    }
}
