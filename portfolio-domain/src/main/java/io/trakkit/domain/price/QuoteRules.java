package io.trakkit.domain.price;

import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Price;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which a quote is accepted. That a price is more than zero is {@link Quote}'s own rule.
 *
 * @param currency what all prices are in, as the trades are: a price in another one would be added up as if it were not
 * @param jumpFactor how many times the price before a price may be, or the other way round; more than one
 * @param leeway how far ahead of our clock a quote may be: clocks differ
 */
public record QuoteRules(CurrencyCode currency, BigDecimal jumpFactor, Duration leeway) {

    /** @throws InvalidValueException if the factor is not more than one, or the leeway is negative */
    public QuoteRules {
        if (jumpFactor.compareTo(BigDecimal.ONE) <= 0) {
            throw new InvalidValueException("the factor of a jump must be more than one");
        }
        if (leeway.isNegative()) {
            throw new InvalidValueException("the leeway must not be negative");
        }
    }

    /**
     * Whether a quote may stand as the latest at this moment, whoever has written it. One that is ahead of the clock may
     * not: it would keep all that come after it out.
     */
    public boolean standsAt(Instant now, Quote quote) {
        return quote.currency().equals(currency) && !isAhead(now, quote);
    }

    /**
     * What becomes of a quote.
     *
     * @param before the newest quote of the ticker that is known at or before its time and {@link #standsAt stands}; null
     *     if there is none
     * @param isNewest whether no newer quote of the ticker is known
     */
    public QuoteDecision judge(Quote quote, @Nullable Quote before, boolean isNewest, Instant now) {
        if (!quote.currency().equals(currency)) {
            return QuoteDecision.OTHER_CURRENCY;
        }
        if (isAhead(now, quote)) {
            return QuoteDecision.FUTURE;
        }
        if (before != null && before.time().equals(quote.time())) {
            return before.price().equals(quote.price()) ? QuoteDecision.REPEATED : QuoteDecision.CONFLICT;
        }
        if (before != null && jumps(quote.price(), before.price())) {
            return QuoteDecision.JUMP;
        }
        return taken(isNewest);
    }

    /** The verdict on a quote that is taken. */
    public static QuoteDecision taken(boolean isNewest) {
        return isNewest ? QuoteDecision.ACCEPTED : QuoteDecision.BACKFILLED;
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
