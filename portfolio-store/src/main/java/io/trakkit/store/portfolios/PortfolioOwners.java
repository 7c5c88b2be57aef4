package io.trakkit.store.portfolios;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.store.postgres.RoundTrip;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds the owners and the rules of the portfolios of a batch. */
public final class PortfolioOwners {

    /** A portfolio of an earlier version has the currency of its client. */
    private static final String OWNERS = """
            SELECT p.client_id, p.portfolio_id, p.user_id, p.allow_short,
                   coalesce(p.currency, (SELECT c.currency FROM clients c WHERE c.client_id = p.client_id)) AS currency
            FROM unnest(:clients, :portfolios) AS wanted (client_id, portfolio_id)
            JOIN portfolios p ON p.client_id = wanted.client_id AND p.portfolio_id = wanted.portfolio_id
            """;

    /** Finds portfolios of any client by id, and says nothing about their owners. */
    private static final String EXISTING = "SELECT portfolio_id FROM portfolios WHERE portfolio_id = ANY (:portfolios)";

    private final JdbcClient jdbc;

    public PortfolioOwners(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The identity of a portfolio. */
    public record PortfolioKey(ClientId client, PortfolioId portfolio) {}

    /** The user whom a portfolio belongs to, and the rules that its positions are folded by. */
    public record Owned(UserId owner, BookRules rules) {}

    /** The owners and rules of the portfolios; those that do not exist are left out. */
    public Map<PortfolioKey, Owned> of(Collection<PortfolioKey> keys) {
        return RoundTrip.alone(jdbc, trip -> of(trip, keys));
    }

    public RoundTrip.Answer<Map<PortfolioKey, Owned>> of(RoundTrip trip, Collection<PortfolioKey> keys) {
        return trip.sql(OWNERS)
                .param("clients", SqlArrays.texts(keys, PortfolioKey::client))
                .param(
                        "portfolios",
                        SqlArrays.longs(keys, key -> key.portfolio().value()))
                .rows(PortfolioOwners::owned, owners -> {
                    Map<PortfolioKey, Owned> byKey = new HashMap<>();
                    owners.forEach(owned -> byKey.put(owned.getKey(), owned.getValue()));
                    return byKey;
                });
    }

    private static Map.Entry<PortfolioKey, Owned> owned(ResultSet row) throws SQLException {
        return Map.entry(
                new PortfolioKey(Rows.client(row), Rows.portfolio(row)),
                new Owned(
                        new UserId(row.getString("user_id")),
                        new BookRules(new CurrencyCode(row.getString("currency")), row.getBoolean("allow_short"))));
    }

    /** Those of the ids that any client has a portfolio with. */
    public Set<PortfolioId> existing(Collection<PortfolioId> ids) {
        return Set.copyOf(jdbc.sql(EXISTING)
                .param("portfolios", SqlArrays.longs(ids, PortfolioId::value))
                .query((row, _) -> Rows.portfolio(row))
                .list());
    }
}
