package io.trakkit.prices;

import io.trakkit.domain.price.QuoteRules;
import io.trakkit.domain.value.CurrencyCode;
import java.math.BigDecimal;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings {@code trakkit.prices.*}: the rules for accepting prices, the same for all apps.
 *
 * @param currency the currency of a price that names none (USD)
 * @param jumpFactor the largest accepted ratio between a price and the previous one, in both directions (10)
 * @param futureLeeway the most that a quote may be ahead of our clock (1m)
 */
@ConfigurationProperties("trakkit.prices")
record PriceSettings(
        @DefaultValue("USD") String currency,
        @DefaultValue("10") BigDecimal jumpFactor,
        @DefaultValue("1m") Duration futureLeeway) {

    /** @throws io.trakkit.domain.value.InvalidValueException if a setting is invalid */
    QuoteRules rules() {
        return new QuoteRules(new CurrencyCode(currency), jumpFactor, futureLeeway);
    }
}
