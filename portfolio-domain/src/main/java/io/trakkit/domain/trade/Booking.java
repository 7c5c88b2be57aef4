package io.trakkit.domain.trade;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.value.Ticker;
import java.time.Instant;
import java.util.Optional;

/** What a broker books in a portfolio: a trade or an activity. Its ref_id is unique per client among both. */
public sealed interface Booking permits Trade, Activity {

    RefId refId();

    UserId user();

    PortfolioId portfolio();

    /** The ticker of its key; {@link Ticker#CASH} if it has none. */
    Ticker keyTicker();

    TradeStatus status();

    /** When it was executed, to the microsecond. */
    Instant executedAt();

    /** The currency of its money, with the rate; empty: the portfolio's currency. */
    Optional<Conversion> conversion();
}
