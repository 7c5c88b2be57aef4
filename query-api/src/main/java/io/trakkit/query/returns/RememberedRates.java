package io.trakkit.query.returns;

import io.trakkit.domain.price.RatesAt;
import io.trakkit.domain.value.CurrencyCode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads each rate once for one answer. Not thread-safe. */
final class RememberedRates implements RatesAt {

    private record Key(CurrencyCode base, CurrencyCode quote, Instant time) {}

    private final RatesAt rates;
    private final Map<Key, Optional<ObservedRate>> known = new HashMap<>();

    RememberedRates(RatesAt rates) {
        this.rates = rates;
    }

    @Override
    public Optional<ObservedRate> rate(CurrencyCode base, CurrencyCode quote, Instant time) {
        return known.computeIfAbsent(
                new Key(base, quote, time), key -> rates.rate(key.base(), key.quote(), key.time()));
    }
}
