package io.trakkit.prices;

import io.trakkit.domain.price.QuoteRules;
import io.trakkit.domain.value.CurrencyCode;
import java.math.BigDecimal;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The rules for prices; {@code trakkit.prices.*}, the same for all apps.
 *
 * @param currency what trades and prices are in (USD); a quote in another one is refused
 * @param jumpFactor how many times the price before a price may be, or the other way round (10)
 * @param futureLeeway how far ahead of our clock the time of a quote may be (1m)
 */
@ConfigurationProperties("trakkit.prices")
record PriceSettings(
        @DefaultValue("USD") String currency,
        @DefaultValue("10") BigDecimal jumpFactor,
        @DefaultValue("1m") Duration futureLeeway) {

    /** @throws io.trakkit.domain.value.InvalidValueException if they make no sense */
    QuoteRules rules() {
        return new QuoteRules(new CurrencyCode(currency), jumpFactor, futureLeeway);
    }
}
