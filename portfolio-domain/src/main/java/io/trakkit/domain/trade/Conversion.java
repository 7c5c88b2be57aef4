package io.trakkit.domain.trade;

import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;

/**
 * The currency of a record's money and its rate into the currency of the portfolio.
 *
 * @param rate units of the portfolio's currency per unit of this one
 * @param lookedUp whether ingest-api took the rate from its rates, because the broker gave none
 */
public record Conversion(CurrencyCode currency, FxRate rate, boolean lookedUp) {

    /** A conversion at a rate that the broker gave. */
    public Conversion(CurrencyCode currency, FxRate rate) {
        this(currency, rate, false);
    }
}
