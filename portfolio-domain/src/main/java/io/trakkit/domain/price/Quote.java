package io.trakkit.domain.price;

import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The price of one unit of a security at a time.
 *
 * @param price more than zero: no market quotes zero, though a trade can be at zero
 * @param time the time that the source gives for the price, to the microsecond; not the time of receipt
 * @param adjustedAt the time up to which splits are included in the price, so that it is that of a unit of then; never before
 *     {@code time}. Empty: a raw price, that of a unit of its own time
 */
public record Quote(
        Ticker ticker,
        Price price,
        CurrencyCode currency,
        Instant time,
        PriceSourceName source,
        Optional<Instant> adjustedAt) {

    /**
     * @throws InvalidValueException if the price is zero, or a time is out of the span or finer than a microsecond
     */
    public Quote {
        if (price.isZero()) {
            throw new InvalidValueException("must be greater than zero");
        }
        Instant own = Times.checked(time);
        adjustedAt = adjustedAt.map(Times::checked).map(adjusted -> later(adjusted, own));
    }

    /** A raw quote. */
    public Quote(Ticker ticker, Price price, CurrencyCode currency, Instant time, PriceSourceName source) {
        this(ticker, price, currency, time, source, Optional.empty());
    }

    /** The time whose units the price is of. */
    public Instant unitsOf() {
        return adjustedAt.orElse(time);
    }

    /** Whether the numbers of two prices can be compared: both are in one currency, and both raw or both adjusted. */
    public boolean isComparableWith(Quote other) {
        return currency.equals(other.currency) && adjustedAt.isPresent() == other.adjustedAt.isPresent();
    }

    /** The same quote, of a time no later than its receipt. */
    public Quote receivedAt(Instant receipt) {
        return unitsOf().isAfter(receipt)
                ? new Quote(
                        ticker,
                        price,
                        currency,
                        earlier(time, receipt),
                        source,
                        adjustedAt.map(adjusted -> earlier(adjusted, receipt)))
                : this;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** The age of the quote; zero if its time is ahead of our clock. */
    public Duration age(Instant now) {
        Duration age = Duration.between(time, now);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
