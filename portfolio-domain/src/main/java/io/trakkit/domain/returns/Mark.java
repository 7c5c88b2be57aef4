package io.trakkit.domain.returns;

import io.trakkit.domain.value.Price;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The price at which a position is valued, and how far it can be trusted.
 *
 * @param source the source of a quote, {@value #LAST_TRADE} or {@value #CONSTANT}
 * @param time the time of the price; null for a constant price
 * @param stale whether the price is older than the settings allow, or there may be a newer one
 * @param isCurrent whether there is a recent quote of the ticker, even if its last trade is newer
 */
public record Mark(Price price, String source, @Nullable Instant time, boolean stale, boolean isCurrent) {

    /** The source of a price that is that of the portfolio's own last trade. */
    public static final String LAST_TRADE = "last_trade";

    /** The source of a price that the settings fix for all tickers. */
    public static final String CONSTANT = "constant";
}
