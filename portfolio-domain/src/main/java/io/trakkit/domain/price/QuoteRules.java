package io.trakkit.domain.price;

import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Price;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which a quote is accepted. {@link Quote} itself checks that the price is more than zero.
 *
 * @param currency the currency of a price that names none
 * @param jumpFactor the largest accepted ratio between a price and the previous one, in both directions; more than one
 * @param leeway the most that a quote may be ahead of our clock, because clocks differ
 */
public record QuoteRules(CurrencyCode currency, BigDecimal jumpFactor, Duration leeway) {

    /** @throws InvalidValueException if the factor is one or less, or the leeway is negative */
    public QuoteRules {
        if (jumpFactor.compareTo(BigDecimal.ONE) <= 0) {
            throw new InvalidValueException("the factor of a jump must be more than one");
        }
        if (leeway.isNegative()) {
            throw new InvalidValueException("the leeway must not be negative");
        }
    }

    /**
     * Whether a quote can be the latest at this moment, regardless of its writer. A quote ahead of the clock cannot: it
     * would block all later quotes.
     */
    public boolean standsAt(Instant now, Quote quote) {
        return !isAhead(now, quote);
    }

    /**
     * Decides on a quote. Prices in different currencies, and a raw and an adjusted one, are not compared.
     *
     * @param before the newest known quote of the ticker at or before its time that {@linkplain #standsAt can be the
     *     latest}; null if there is none
     * @param isNewest whether no newer quote of the ticker is known
     */
    public QuoteDecision decide(Quote quote, @Nullable Quote before, boolean isNewest, Instant now) {
        if (isAhead(now, quote)) {
            return QuoteDecision.FUTURE;
        }
        if (before != null && before.time().equals(quote.time())) {
            return isSame(before, quote) ? QuoteDecision.REPEATED : QuoteDecision.CONFLICT;
        }
        if (before != null && before.isComparableWith(quote) && jumps(quote.price(), before.price())) {
            return QuoteDecision.JUMP;
        }
        return taken(isNewest);
    }

    /** The decision on a quote that passes all rules. */
    public static QuoteDecision taken(boolean isNewest) {
        return isNewest ? QuoteDecision.ACCEPTED : QuoteDecision.BACKFILLED;
    }

    private static boolean isSame(Quote one, Quote other) {
        return one.isComparableWith(other) && one.price().equals(other.price());
    }

    private boolean isAhead(Instant now, Quote quote) {
        return quote.time().isAfter(now.plus(leeway));
    }

    private boolean jumps(Price one, Price other) {
        BigDecimal low = one.value().min(other.value());
        BigDecimal high = one.value().max(other.value());
        return high.compareTo(low.multiply(jumpFactor)) > 0;
    }
}
