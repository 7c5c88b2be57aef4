package io.trakkit.store.query.trades;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Ticker;
import java.time.Instant;
import java.util.Optional;

/**
 * Criteria of trades and activities alike; an empty one matches all. Times are inclusive.
 *
 * @param state any but {@link TradeState#REFUSED}: what is refused is not accepted
 */
public record BookingCriteria(
        Optional<UserId> user,
        Optional<PortfolioId> portfolio,
        Optional<Ticker> ticker,
        Optional<TradeStatus> status,
        Optional<TradeState> state,
        Optional<Instant> executedFrom,
        Optional<Instant> executedTo,
        Optional<Instant> updatedSince) {

    /** Matches all. */
    public static final BookingCriteria ALL = new BookingCriteria(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
}
