package io.trakkit.domain.returns;

import io.trakkit.domain.InvalidValueException;
import io.trakkit.domain.LastTrade;
import io.trakkit.domain.Price;
import io.trakkit.domain.Quote;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How positions are priced: by the latest quote, however old; where there is none, at the last trade. No price is made up.
 *
 * @param constant what everything costs instead; empty but for trying things out
 * @param staleAfter the age from which a price is stale
 */
public record Pricing(Optional<Price> constant, Duration staleAfter) {

    /** @throws InvalidValueException if the age is not positive */
    public Pricing {
        if (!staleAfter.isPositive()) {
            throw new InvalidValueException("the age from which a price is stale must be positive");
        }
    }

    /**
     * The price of a ticker at a time.
     *
     * @param quote the latest quote of it; null where nobody has ever quoted one
     * @param surelyLatest whether there can be no newer quote; without a quote, whether there can be none
     * @param lastTrade the last trade in it that counted; needed only where there is no quote
     * @throws IllegalStateException if it is needed and there is none
     */
    public Mark mark(Instant at, @Nullable Quote quote, boolean surelyLatest, @Nullable LastTrade lastTrade) {
        if (constant.isPresent()) {
            return new Mark(constant.get(), Mark.CONSTANT, null, false);
        }
        if (quote == null) {
            if (lastTrade == null) {
                throw new IllegalStateException("A ticker that is held has been traded");
            }
            return new Mark(
                    lastTrade.price(), Mark.LAST_TRADE, lastTrade.time(), !surelyLatest || isOld(lastTrade.time(), at));
        }
        return new Mark(quote.price(), quote.source().value(), quote.time(), !surelyLatest || isOld(quote.time(), at));
    }

    private boolean isOld(Instant time, Instant at) {
        return Duration.between(time, at).compareTo(staleAfter) > 0;
    }
}
