package io.trakkit.store.ledger;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.value.Ticker;
import java.sql.Types;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Selects position keys; an empty criterion matches all. */
public record KeyFilter(Optional<ClientId> client, Optional<PortfolioId> portfolio, Optional<Ticker> ticker) {

    public static final KeyFilter ALL = new KeyFilter(Optional.empty(), Optional.empty(), Optional.empty());

    /** Exactly one key. */
    public static KeyFilter only(PositionKey key) {
        return new KeyFilter(Optional.of(key.client()), Optional.of(key.portfolio()), Optional.of(key.ticker()));
    }

    /** All keys of a client. */
    public static KeyFilter of(ClientId client) {
        return new KeyFilter(Optional.of(client), Optional.empty(), Optional.empty());
    }

    /** Whether every key is meant. */
    public boolean isAll() {
        return client.isEmpty() && portfolio.isEmpty() && ticker.isEmpty();
    }

    /** The conditions on the rows of a table, for a statement that {@link #bind} completes. */
    public static String conditions(String alias) {
        return """
                (:client::text IS NULL OR %1$s.client_id = :client)
                    AND (:portfolio::bigint IS NULL OR %1$s.portfolio_id = :portfolio)
                    AND (:ticker::text IS NULL OR %1$s.ticker = :ticker)""".formatted(alias);
    }

    /** Sets the parameters of {@link #conditions}: client, portfolio and ticker. */
    public JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement) {
        return statement
                .param("client", client.map(ClientId::value).orElse(null), Types.VARCHAR)
                .param("portfolio", portfolio.map(PortfolioId::value).orElse(null), Types.BIGINT)
                .param("ticker", ticker.map(Ticker::value).orElse(null), Types.VARCHAR);
    }
}
