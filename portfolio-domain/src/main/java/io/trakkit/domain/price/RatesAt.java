package io.trakkit.domain.price;

import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import java.time.Instant;
import java.util.Optional;

/** Exchange rates at any time. */
@FunctionalInterface
public interface RatesAt {

    /** No rate is known. */
    RatesAt NONE = (_, _, _) -> Optional.empty();

    /**
     * The newest rate at or before a time: units of {@code quote} per unit of {@code base}.
     *
     * @return empty if none is known
     */
    Optional<ObservedRate> rate(CurrencyCode base, CurrencyCode quote, Instant time);

    /** A rate, and the time that its source gives for it. */
    record ObservedRate(FxRate rate, Instant time) {}
}
