package io.trakkit.store.query;

import io.trakkit.domain.price.RatesAt;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.store.prices.FxRates;
import java.time.Instant;
import java.util.Optional;

/** The exchange rates of the price history. */
public final class RecordedRates implements RatesAt {

    private final FxRates rates;

    public RecordedRates(FxRates rates) {
        this.rates = rates;
    }

    @Override
    public Optional<ObservedRate> rate(CurrencyCode base, CurrencyCode quote, Instant time) {
        return rates.rateAt(base, quote, time).map(known -> new ObservedRate(known.rate(), known.time()));
    }
}
