package io.trakkit.domain.price;

import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Times;
import java.time.Duration;
import java.time.Instant;

/**
 * The price of one unit of a security at a time.
 *
 * @param price more than zero: no market quotes zero, though a trade can be at zero
 * @param time the time that the source gives for the price, to the microsecond; not the time of receipt
 */
public record Quote(Ticker ticker, Price price, CurrencyCode currency, Instant time, PriceSourceName source) {

    /**
     * @throws InvalidValueException if the price is zero, or the time is out of the span or finer than a microsecond
     */
    public Quote {
        if (price.isZero()) {
            throw new InvalidValueException("must be greater than zero");
        }
        Times.checked(time);
    }

    /** The age of the quote; zero if its time is ahead of our clock. */
    public Duration age(Instant now) {
        Duration age = Duration.between(time, now);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
