package io.trakkit.domain.price;

import io.trakkit.domain.value.CurrencyCode;
import java.time.Instant;
import java.util.Optional;

/**
 * What a quote means that does not say so itself.
 *
 * @param currency its currency
 * @param adjusted whether its price includes all splits up to the time at which it was observed
 */
public record QuoteDefaults(CurrencyCode currency, boolean adjusted) {

    /** The {@link Quote#adjustedAt} of a quote that says nothing about splits. */
    public Optional<Instant> adjustedAt(Instant observedAt) {
        return adjusted ? Optional.of(observedAt) : Optional.empty();
    }
}
