package io.trakkit.query.book;

import io.trakkit.domain.history.TradeHistoryVisitor;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.value.Ticker;
import io.trakkit.query.Snapshots;
import io.trakkit.store.query.PastHoldings;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads all records of a portfolio that count now, in one snapshot. */
@Component
public final class PositionFolds {

    private final Snapshots snapshots;
    private final PastHoldings holdings;
    private final InstantSource clock = InstantSource.system();

    PositionFolds(Snapshots snapshots, PastHoldings holdings) {
        this.snapshots = snapshots;
        this.holdings = holdings;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Visits the records of one ticker, or of all. */
    <T extends TradeHistoryVisitor> T read(Portfolio portfolio, Optional<Ticker> ticker, T visitor) {
        return snapshots.read(() -> {
            if (ticker.isPresent()) {
                holdings.visitAll(portfolio.client(), portfolio.id(), ticker.get(), now(), visitor);
            } else {
                holdings.visitAll(portfolio.client(), portfolio.id(), now(), visitor);
            }
            return visitor;
        });
    }

    /** Visits the records of all tickers and of the portfolio's cash. */
    <T extends TradeHistoryVisitor> T readWithCash(Portfolio portfolio, T visitor) {
        return snapshots.read(() -> {
            holdings.visitAllWithCash(portfolio.client(), portfolio.id(), now(), visitor);
            return visitor;
        });
    }
}
