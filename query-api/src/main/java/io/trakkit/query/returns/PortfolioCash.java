package io.trakkit.query.returns;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.returns.Cash;
import io.trakkit.domain.returns.CashReader;
import io.trakkit.domain.returns.CashTracking;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.query.PastHoldings;
import java.time.Instant;
import java.util.Optional;

/** Adds up the cash of portfolios from their records. Each reading needs a snapshot. */
final class PortfolioCash {

    private final PastHoldings holdings;

    PortfolioCash(PastHoldings holdings) {
        this.holdings = holdings;
    }

    /** The cash of a portfolio right after the records of a time; empty while it is not tracked, which is soon found. */
    Optional<Cash> at(ClientId client, PortfolioId portfolio, BookRules rules, Instant time) {
        CashTracking tracking = new CashTracking(time);
        holdings.visitAll(client, portfolio, Ticker.CASH, time, tracking);
        if (tracking.from().isEmpty()) {
            return Optional.empty();
        }
        CashReader reader = new CashReader(rules);
        holdings.visitAllWithCash(client, portfolio, time, reader);
        return reader.cash();
    }
}
