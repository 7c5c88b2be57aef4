package io.trakkit.domain.price;

import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import java.time.Instant;
import java.util.List;
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

    /**
     * The rates of several times.
     *
     * @param times ascending
     */
    default List<Optional<ObservedRate>> rates(CurrencyCode base, CurrencyCode quote, List<Instant> times) {
        return times.stream().map(time -> rate(base, quote, time)).toList();
    }

    /** A rate, and the time that its source gives for it. */
    record ObservedRate(FxRate rate, Instant time) {}
}
