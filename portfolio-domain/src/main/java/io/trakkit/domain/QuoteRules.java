package io.trakkit.domain;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which quotes are believed. That a price is more than zero is {@link Quote}'s own rule.
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
     * @param latest the latest quote that is known of the ticker and {@link #standsAt stands}; null if there is none
     */
    public QuoteVerdict judge(Quote quote, @Nullable Quote latest, Instant now) {
        if (!quote.currency().equals(currency)) {
            return QuoteVerdict.OTHER_CURRENCY;
        }
        if (isAhead(now, quote)) {
            return QuoteVerdict.FUTURE;
        }
        if (latest == null) {
            return QuoteVerdict.ACCEPTED;
        }
        if (!quote.time().isAfter(latest.time())) {
            boolean same = quote.time().equals(latest.time()) && quote.price().equals(latest.price());
            return same ? QuoteVerdict.REPEATED : QuoteVerdict.NOT_NEWER;
        }
        return jumps(quote.price(), latest.price()) ? QuoteVerdict.JUMP : QuoteVerdict.ACCEPTED;
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
