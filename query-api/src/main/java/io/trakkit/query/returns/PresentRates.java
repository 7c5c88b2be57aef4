package io.trakkit.query.returns;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.trakkit.domain.price.RatesAt;
import io.trakkit.domain.value.CurrencyCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The present rates, at most a second old: a portfolio may well have a thousand positions in one currency. */
final class PresentRates implements RatesAt {

    private static final Duration REMEMBERED = Duration.ofSeconds(1);
    private static final int MOST_PAIRS = 10_000;

    private record Pair(CurrencyCode base, CurrencyCode quote) {}

    private final LoadingCache<Pair, Optional<ObservedRate>> known;

    PresentRates(RatesAt rates, Clock clock) {
        known = Caffeine.newBuilder()
                .maximumSize(MOST_PAIRS)
                .expireAfterWrite(REMEMBERED)
                .build(pair -> rates.rate(pair.base(), pair.quote(), clock.instant()));
    }

    /** @param time the present */
    @Override
    public Optional<ObservedRate> rate(CurrencyCode base, CurrencyCode quote, Instant time) {
        return known.get(new Pair(base, quote));
    }
}
