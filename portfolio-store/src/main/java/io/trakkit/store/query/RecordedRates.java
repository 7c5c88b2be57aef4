package io.trakkit.store.query;

import io.trakkit.domain.price.RatesAt;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.store.prices.FxRates;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The exchange rates of the price history. */
public final class RecordedRates implements RatesAt {

    private final FxRates rates;

    public RecordedRates(FxRates rates) {
        this.rates = rates;
    }

    @Override
    public Optional<ObservedRate> rate(CurrencyCode base, CurrencyCode quote, Instant time) {
        return rates.rateAt(base, quote, time).map(RecordedRates::observed);
    }

    @Override
    public List<Optional<ObservedRate>> rates(CurrencyCode base, CurrencyCode quote, List<Instant> times) {
        return rates.ratesAt(base, quote, times).stream()
                .map(known -> known.map(RecordedRates::observed))
                .toList();
    }

    private static ObservedRate observed(FxRates.KnownRate known) {
        return new ObservedRate(known.rate(), known.time());
    }
}
