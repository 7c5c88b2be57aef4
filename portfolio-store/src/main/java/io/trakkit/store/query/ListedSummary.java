package io.trakkit.store.query;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Ticker;
import java.time.Instant;

/**
 * A summary in a list.
 *
 * @param currency that of the portfolio, which the amounts are in
 * @param version the number of accepted events of the key
 * @param updatedAt the latest time at which one of them was received
 */
public record ListedSummary(
        PortfolioId portfolio,
        Ticker ticker,
        Position position,
        CurrencyCode currency,
        long version,
        Instant updatedAt) {}
