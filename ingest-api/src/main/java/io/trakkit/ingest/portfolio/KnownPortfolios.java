package io.trakkit.ingest.portfolio;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.ingest.database.Database;
import io.trakkit.store.portfolios.Portfolios;
import io.trakkit.store.postgres.ClientScope;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Caches the owners of portfolios. An owner never changes and a portfolio never goes away, so that what was seen
 * once holds for good, even while PostgreSQL is down. That a portfolio is missing is never remembered: it may be
 * created the next moment, by another instance.
 */
@Component
public final class KnownPortfolios {

    private static final int REMEMBERED = 100_000;

    private final Cache<Key, @Nullable UserId> owners =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private final Database database;
    private final Portfolios portfolios;

    KnownPortfolios(Database database) {
        this.database = database;
        portfolios = new Portfolios(database.jdbc());
    }

    private record Key(ClientId client, PortfolioId portfolio) {}

    /**
     * Whether the portfolio exists and is the user's.
     *
     * @throws io.trakkit.ingest.database.DatabaseUnavailableException if that is not known here and can't be asked
     */
    public boolean owns(ClientId client, UserId user, PortfolioId portfolio) {
        return ownerOf(client, portfolio).filter(user::equals).isPresent();
    }

    /** Whether asking for the portfolio's owner needs no question to the database. */
    public boolean isKnown(ClientId client, PortfolioId portfolio) {
        return owners.getIfPresent(new Key(client, portfolio)) != null;
    }

    /** One question to the database for all who ask for a portfolio at the same time. */
    private Optional<UserId> ownerOf(ClientId client, PortfolioId portfolio) {
        return Optional.ofNullable(owners.get(new Key(client, portfolio), this::ask));
    }

    /** Null, which is not remembered, where there is no such portfolio. */
    private @Nullable UserId ask(Key key) {
        return database.read(
                        () -> ClientScope.within(key.client(), () -> portfolios.find(key.client(), key.portfolio())))
                .map(Portfolio::user)
                .orElse(null);
    }

    void remember(Portfolio portfolio) {
        owners.put(new Key(portfolio.client(), portfolio.id()), portfolio.user());
    }
}
