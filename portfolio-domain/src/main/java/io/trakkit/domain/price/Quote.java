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
 * @param time of when the price is, by the market's word and to the microsecond; not when it was received
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

    /** How old it is; zero where a clock that differs a little has it ahead of ours. */
    public Duration age(Instant now) {
        Duration age = Duration.between(time, now);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
