package io.trakkit.ingest.portfolio;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.ingest.database.Database;
import io.trakkit.store.portfolios.PortfolioOwners;
import io.trakkit.store.portfolios.PortfolioOwners.PortfolioKey;
import io.trakkit.store.postgres.ClientScope;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Caches the owners and currencies of portfolios. Neither ever changes and a portfolio never goes away, so that what was seen
 * once holds for good, even while PostgreSQL is down. That a portfolio is missing is never remembered: it may be
 * created the next moment, by another instance.
 */
@Component
public final class KnownPortfolios {

    private static final int REMEMBERED = 100_000;

    private final Cache<Key, @Nullable Owned> portfolios =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private final Database database;
    private final PortfolioOwners owners;

    KnownPortfolios(Database database) {
        this.database = database;
        owners = new PortfolioOwners(database.jdbc());
    }

    private record Key(ClientId client, PortfolioId portfolio) {}

    private record Owned(UserId owner, CurrencyCode currency) {}

    /**
     * Whether the portfolio exists and is the user's.
     *
     * @throws io.trakkit.ingest.database.DatabaseUnavailableException if that is not known here and can't be asked
     */
    public boolean owns(ClientId client, UserId user, PortfolioId portfolio) {
        return currencyOf(client, user, portfolio).isPresent();
    }

    /**
     * The currency of a portfolio; empty unless it exists and is the user's.
     *
     * @throws io.trakkit.ingest.database.DatabaseUnavailableException if that is not known here and can't be asked
     */
    public Optional<CurrencyCode> currencyOf(ClientId client, UserId user, PortfolioId portfolio) {
        return find(client, portfolio)
                .filter(owned -> owned.owner().equals(user))
                .map(Owned::currency);
    }

    /** The currency of a portfolio of that client, of any user; it must exist. */
    CurrencyCode currencyOf(Portfolio portfolio) {
        return portfolio
                .currency()
                .or(() -> find(portfolio.client(), portfolio.id()).map(Owned::currency))
                .orElseThrow(() -> new IllegalStateException("Portfolio " + portfolio.id() + " is gone"));
    }

    /** Whether asking for the portfolio's owner needs no question to the database. */
    public boolean isKnown(ClientId client, PortfolioId portfolio) {
        return portfolios.getIfPresent(new Key(client, portfolio)) != null;
    }

    /** One question to the database for all who ask for a portfolio at the same time. */
    private Optional<Owned> find(ClientId client, PortfolioId portfolio) {
        return Optional.ofNullable(portfolios.get(new Key(client, portfolio), this::ask));
    }

    /** Null, which is not remembered, where there is no such portfolio. */
    private @Nullable Owned ask(Key key) {
        PortfolioKey wanted = new PortfolioKey(key.client(), key.portfolio());
        PortfolioOwners.Owned known = database.read(
                        () -> ClientScope.within(key.client(), () -> owners.of(List.of(wanted))))
                .get(wanted);
        return known == null ? null : new Owned(known.owner(), known.rules().currency());
    }

    void remember(Portfolio portfolio) {
        portfolio
                .currency()
                .ifPresent(currency -> portfolios.put(
                        new Key(portfolio.client(), portfolio.id()), new Owned(portfolio.user(), currency)));
    }
}
