package io.trakkit.store.read;

import io.trakkit.domain.Trade;
import io.trakkit.domain.TradeState;
import java.time.Instant;

/**
 * An accepted trade, to read.
 *
 * @param version the number of its accepted events
 * @param createdAt when its creation was received
 * @param updatedAt the latest time at which one of its events was received
 */
public record ListedTrade(Trade trade, TradeState state, long version, Instant createdAt, Instant updatedAt) {}
