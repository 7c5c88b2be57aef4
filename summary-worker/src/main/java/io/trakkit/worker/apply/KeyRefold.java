package io.trakkit.worker.apply;

import io.trakkit.domain.trade.PositionKey;
import io.trakkit.store.ledger.Journal;
import io.trakkit.store.portfolios.PortfolioOwners;
import io.trakkit.store.portfolios.PortfolioOwners.PortfolioKey;
import java.time.Instant;
import java.util.Collection;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Folds positions again without a new event, because a corporate action of their ticker has changed. */
public final class KeyRefold {

    private final PortfolioOwners portfolioOwners;
    private final PositionUpdates positionUpdates;

    public KeyRefold(JdbcClient jdbc) {
        portfolioOwners = new PortfolioOwners(jdbc);
        positionUpdates = new PositionUpdates(jdbc, new Journal(jdbc));
    }

    /**
     * Locks the positions and folds them again from a time on, within the caller's transaction of a batch.
     *
     * @param keys with a summary
     */
    public void refold(int generation, Collection<PositionKey> keys, Instant from) {
        if (!keys.isEmpty()) {
            positionUpdates.refold(
                    generation,
                    keys,
                    from,
                    portfolioOwners.of(keys.stream()
                            .map(key -> new PortfolioKey(key.client(), key.portfolio()))
                            .collect(Collectors.toSet())));
        }
    }
}
