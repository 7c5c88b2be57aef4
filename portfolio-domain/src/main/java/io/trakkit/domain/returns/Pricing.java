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
 * Prices positions by their newest observation, a quote or the portfolio's own last trade, regardless of its age. No price
 * is invented.
 *
 * @param constant one price for all tickers instead; only for experiments
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
     * @param quote its newest known quote; null if none is known
     * @param surelyLatest whether it is certain that no newer quote exists, or none at all
     * @param lastTrade its last trade that counts; null if there is none
     * @throws IllegalStateException if there is neither a quote nor a trade
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

    /** A trade at zero, such as a bonus share or a worthless sale, is an observation only if there is no other. */
    private static boolean isNewest(Quote quote, @Nullable LastTrade lastTrade) {
        return lastTrade == null || lastTrade.price().isZero() || !quote.time().isBefore(lastTrade.time());
    }

    private static LastTrade traded(@Nullable LastTrade lastTrade) {
        if (lastTrade == null) {
            throw new IllegalStateException("A held ticker must have a last trade");
        }
        return lastTrade;
    }

    private boolean isOld(Instant time, Instant at) {
        return Duration.between(time, at).compareTo(staleAfter) > 0;
    }
}
