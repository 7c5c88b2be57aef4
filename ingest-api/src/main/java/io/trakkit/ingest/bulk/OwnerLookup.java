package io.trakkit.ingest.bulk;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.ingest.portfolio.KnownPortfolios;
import io.trakkit.ingest.trade.BookingReader;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds the owners of portfolios for the records of one request or one inbound topic. The database is asked only for what is not known
 * here, and at a bounded rate; that a portfolio is missing is believed for a second. For one thread.
 */
public final class OwnerLookup implements BookingReader.Owners {

    private static final int REMEMBERED = 10_000;
    private static final Duration BELIEVED = Duration.ofSeconds(1);

    private final KnownPortfolios portfolios;
    private final long pause;
    private long nextLookUp = System.nanoTime();

    private final Map<PortfolioId, Long> missing = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PortfolioId, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    public OwnerLookup(KnownPortfolios portfolios, int lookUpsPerSecond) {
        this.portfolios = portfolios;
        pause = Duration.ofSeconds(1).dividedBy(lookUpsPerSecond).toNanos();
    }

    @Override
    public Optional<CurrencyCode> currencyOf(ClientId client, UserId user, PortfolioId portfolio) {
        if (portfolios.isKnown(client, portfolio)) {
            return portfolios.currencyOf(client, user, portfolio);
        }
        Long since = missing.get(portfolio);
        if (since != null && System.nanoTime() - since < BELIEVED.toNanos()) {
            return Optional.empty();
        }
        awaitTurn();
        Optional<CurrencyCode> currency = portfolios.currencyOf(client, user, portfolio);
        missing.remove(portfolio);
        if (!portfolios.isKnown(client, portfolio)) {
            missing.put(portfolio, System.nanoTime());
        }
        return currency;
    }

    private void awaitTurn() {
        long now = System.nanoTime();
        while (now < nextLookUp) {
            LockSupport.parkNanos(nextLookUp - now);
            now = System.nanoTime();
        }
        nextLookUp = now + pause;
    }
}
