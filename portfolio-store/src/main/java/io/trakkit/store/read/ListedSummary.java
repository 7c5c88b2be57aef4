package io.trakkit.store.read;

import io.trakkit.domain.PortfolioId;
import io.trakkit.domain.Position;
import io.trakkit.domain.Ticker;
import java.time.Instant;

/**
 * What a portfolio holds of a ticker.
 *
 * @param version the number of accepted events of the key
 * @param updatedAt the latest time at which one of them was received
 */
public record ListedSummary(PortfolioId portfolio, Ticker ticker, Position position, long version, Instant updatedAt) {}
