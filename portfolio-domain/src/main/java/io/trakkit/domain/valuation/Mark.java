package io.trakkit.domain.valuation;

import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Decimals;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Price;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The price at which a position is valued, and how far it can be trusted.
 *
 * @param price the price of one unit, as units are at the time of the valuation
 * @param foreign the currency of the price with its rate; empty: the portfolio's currency
 * @param source the source of a quote, {@value #LAST_TRADE} or {@value #CONSTANT}
 * @param time the time of the price; null for a constant price
 * @param stale whether price or rate are older than the settings allow, or there may be a newer one
 * @param isCurrent whether there is a recent quote of the ticker, with a recent rate, even if its last trade is newer
 */
public record Mark(
        Price price,
        Optional<Foreign> foreign,
        String source,
        @Nullable Instant time,
        boolean stale,
        boolean isCurrent) {

    /** The source of a price that is that of the portfolio's own last trade. */
    public static final String LAST_TRADE = "last_trade";

    /** The source of a price that the settings fix for all tickers. */
    public static final String CONSTANT = "constant";

    /**
     * The currency of a price that is not the portfolio's.
     *
     * @param rate units of the portfolio's currency per unit of that one
     */
    public record Foreign(CurrencyCode currency, FxRate rate) {

        /** Money of that currency in the portfolio's, rounded to the scale of money (HALF_EVEN). */
        public BigDecimal converted(BigDecimal amount) {
            return Decimals.money(amount.multiply(rate.value()));
        }
    }

    /** A price in the portfolio's currency. */
    public Mark(Price price, String source, @Nullable Instant time, boolean stale, boolean isCurrent) {
        this(price, Optional.empty(), source, time, stale, isCurrent);
    }

    /** The value of units in the portfolio's currency: exact in its own currency, and rounded where it is converted. */
    public BigDecimal value(BigDecimal units) {
        BigDecimal exact = price.value().multiply(units);
        return foreign.map(other -> other.converted(exact)).orElse(exact);
    }
}
