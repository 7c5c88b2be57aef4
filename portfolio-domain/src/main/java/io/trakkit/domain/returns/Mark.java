package io.trakkit.domain.returns;

import io.trakkit.domain.value.Price;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The price at which a position is valued, and how far it can be trusted.
 *
 * @param source where it comes from: the source of a quote, {@value #LAST_TRADE} or {@value #CONSTANT}
 * @param time of when it is; null where it is of no particular time
 * @param stale whether it is older than wanted, or there may be a newer one
 * @param isCurrent whether a market has quoted the ticker lately, be it before its last trade
 */
public record Mark(Price price, String source, @Nullable Instant time, boolean stale, boolean isCurrent) {

    /** The newest price is that of the portfolio's own last trade. */
    public static final String LAST_TRADE = "last_trade";

    /** The settings say that everything costs the same. */
    public static final String CONSTANT = "constant";
}
