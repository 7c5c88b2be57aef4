package io.trakkit.store.query.trades;

import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeState;
import java.time.Instant;
import java.util.Optional;

/**
 * An accepted trade, to read.
 *
 * @param outcome what the fold made of it
 * @param version the number of its accepted events
 * @param createdAt when its creation was received
 * @param updatedAt the latest time at which one of its events was received
 */
public record ListedTrade(Trade trade, FoldOutcome outcome, long version, Instant createdAt, Instant updatedAt) {

    public TradeState state() {
        return outcome.state();
    }

    /** Why it was rejected, in words; empty where it was not, or that is not known. */
    public Optional<String> detail() {
        return outcome.detail(trade.volume());
    }
}
