package io.trakkit.domain.returns;

import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Price;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Prices positions by their newest observation, however old: a quote or the portfolio's own last trade. No price is
 * made up.
 *
 * @param constant what everything costs instead; empty but for trying things out
 * @param staleAfter the age from which a price is stale
 */
public record Pricing(Optional<Price> constant, Duration staleAfter) {

    /** @throws InvalidValueException if the age is not positive */
    public Pricing {
        if (!staleAfter.isPositive()) {
            throw new InvalidValueException("trakkit.returns.stale-after must be positive");
        }
    }

    /**
     * The price of a ticker at a time, with its source and age.
     *
     * @param quote the newest quote of it; null if there is none
     * @param surelyLatest whether there can be no newer quote; without a quote, whether there can be none
     * @param lastTrade the last trade in it that counted; null if there is none
     * @throws IllegalStateException if there is neither
     */
    public Mark mark(Instant at, @Nullable Quote quote, boolean surelyLatest, @Nullable LastTrade lastTrade) {
        if (constant.isPresent()) {
            return new Mark(constant.get(), Mark.CONSTANT, null, false, true);
        }
        boolean current = quote != null && surelyLatest && !isOld(quote.time(), at);
        if (quote != null && isNewest(quote, lastTrade)) {
            return new Mark(quote.price(), quote.source().value(), quote.time(), !current, current);
        }
        LastTrade last = traded(lastTrade);
        return new Mark(last.price(), Mark.LAST_TRADE, last.time(), !surelyLatest || isOld(last.time(), at), current);
    }

    /**
     * The price of a ticker alone.
     *
     * @throws IllegalStateException if there is neither a quote nor a trade
     */
    public Price price(@Nullable Quote quote, @Nullable LastTrade lastTrade) {
        if (constant.isPresent()) {
            return constant.get();
        }
        return quote != null && isNewest(quote, lastTrade)
                ? quote.price()
                : traded(lastTrade).price();
    }

    /** A trade at zero, a bonus share or a worthless sale, is no observation where there is any other. */
    private static boolean isNewest(Quote quote, @Nullable LastTrade lastTrade) {
        return lastTrade == null || lastTrade.price().isZero() || !quote.time().isBefore(lastTrade.time());
    }

    private static LastTrade traded(@Nullable LastTrade lastTrade) {
        if (lastTrade == null) {
            throw new IllegalStateException("A ticker that is held has been traded");
        }
        return lastTrade;
    }

    private boolean isOld(Instant time, Instant at) {
        return Duration.between(time, at).compareTo(staleAfter) > 0;
    }
}
