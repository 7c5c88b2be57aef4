package io.trakkit.query.returns;

import io.trakkit.domain.valuation.Pricing;
import io.trakkit.domain.value.Price;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings {@code trakkit.returns.*}: how positions are valued.
 *
 * @param constantPrice one price for all tickers, for experiments; by default prices come from quotes and trades
 * @param staleAfter the age from which a price is stale (4d: longer than a long weekend)
 */
@ConfigurationProperties("trakkit.returns")
record ReturnsSettings(
        @Nullable BigDecimal constantPrice,
        @DefaultValue("4d") Duration staleAfter) {

    /** @throws io.trakkit.domain.value.InvalidValueException if a setting is invalid */
    Pricing pricing() {
        return new Pricing(Optional.ofNullable(constantPrice).map(Price::quoted), staleAfter);
    }
}
