package io.trakkit.domain.valuation;

import io.trakkit.domain.price.RatesAt;
import io.trakkit.domain.value.CurrencyCode;

/**
 * What turns the prices of securities into values of a portfolio.
 *
 * @param currency the portfolio's currency
 * @param rates the exchange rates of the valuation's time
 */
public record Valuation(CurrencyCode currency, RatesAt rates) {}
