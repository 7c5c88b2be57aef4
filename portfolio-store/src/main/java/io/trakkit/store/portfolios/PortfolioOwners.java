package io.trakkit.store.portfolios;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds the owners of the portfolios of a batch. */
public final class PortfolioOwners {

    private static final String OWNERS = """
            SELECT p.client_id, p.portfolio_id, p.user_id
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

    /** The owners of the portfolios; those that do not exist are left out. */
    public Map<PortfolioKey, UserId> of(Collection<PortfolioKey> keys) {
        Map<PortfolioKey, UserId> owners = new HashMap<>();
        jdbc.sql(OWNERS)
                .param("clients", SqlArrays.texts(keys, PortfolioKey::client))
                .param(
                        "portfolios",
                        SqlArrays.longs(keys, key -> key.portfolio().value()))
                .query(row -> {
                    owners.put(
                            new PortfolioKey(Rows.client(row), new PortfolioId(row.getLong("portfolio_id"))),
                            new UserId(row.getString("user_id")));
                });
        return owners;
    }

    /** Those of the ids that any client has a portfolio with. */
    public Set<PortfolioId> existing(Collection<PortfolioId> ids) {
        return Set.copyOf(jdbc.sql(EXISTING)
                .param("portfolios", SqlArrays.longs(ids, PortfolioId::value))
                .query((row, _) -> Rows.portfolio(row))
                .list());
    }
}
