package io.trakkit.store.read;

import io.trakkit.domain.ClientId;
import io.trakkit.domain.PortfolioId;
import io.trakkit.domain.Position;
import io.trakkit.domain.Price;
import io.trakkit.domain.Ticker;
import io.trakkit.domain.returns.Held;
import io.trakkit.domain.returns.LastTrade;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** All that a portfolio holds and has held, at one moment. */
public final class Holdings {

    /** A portfolio without any summary gives one row, without a ticker. */
    private static final String OF_PORTFOLIO = """
            SELECT s.ticker, s.held, s.cost, s.realised
            FROM portfolios p
            LEFT JOIN summaries s ON s.client_id = p.client_id
                AND s.generation = (SELECT generation FROM generations WHERE state = 'live')
                AND s.portfolio_id = p.portfolio_id AND s.version > 0
            WHERE p.client_id = :client AND p.portfolio_id = :portfolio
            """;

    /** As above, and of the open positions whose price is not known otherwise what they were last traded at. */
    private static final String WITH_LAST_TRADES = """
            SELECT s.ticker, s.held, s.cost, s.realised, t.price AS last_price, t.executed_at AS last_at
            FROM portfolios p
            LEFT JOIN summaries s ON s.client_id = p.client_id
                AND s.generation = (SELECT generation FROM generations WHERE state = 'live')
                AND s.portfolio_id = p.portfolio_id AND s.version > 0
            LEFT JOIN LATERAL (
                SELECT price, executed_at
                FROM trades
                WHERE client_id = s.client_id AND generation = s.generation AND portfolio_id = s.portfolio_id
                    AND ticker = s.ticker AND state = 'applied'
                    AND s.held > 0 AND s.ticker <> ALL (string_to_array(:priced, ','))
                ORDER BY executed_at DESC, sequence DESC
                LIMIT 1) AS t ON true
            WHERE p.client_id = :client AND p.portfolio_id = :portfolio
            """;

    private final JdbcClient jdbc;

    public Holdings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The positions of a portfolio by ticker, closed ones included; empty if the client has no such portfolio. */
    public Optional<SortedMap<Ticker, Position>> of(ClientId client, PortfolioId portfolio) {
        SortedMap<Ticker, Position> positions = new TreeMap<>();
        boolean[] exists = {false};
        jdbc.sql(OF_PORTFOLIO)
                .param("client", client.value())
                .param("portfolio", portfolio.value())
                .query(row -> {
                    exists[0] = true;
                    if (row.getString("ticker") != null) {
                        positions.put(Columns.ticker(row), Columns.position(row));
                    }
                });
        return exists[0] ? Optional.of(positions) : Optional.empty();
    }

    /**
     * The same, in one statement with the last trade of each open position.
     *
     * @param priced the tickers of which nobody needs to know that
     */
    public Optional<SortedMap<Ticker, Held>> withLastTrades(
            ClientId client, PortfolioId portfolio, Collection<Ticker> priced) {
        SortedMap<Ticker, Held> positions = new TreeMap<>();
        boolean[] exists = {false};
        jdbc.sql(WITH_LAST_TRADES)
                .param("client", client.value())
                .param("portfolio", portfolio.value())
                .param("priced", priced.stream().map(Ticker::value).collect(Collectors.joining(",")))
                .query(row -> {
                    exists[0] = true;
                    if (row.getString("ticker") != null) {
                        positions.put(Columns.ticker(row), new Held(Columns.position(row), lastTrade(row)));
                    }
                });
        return exists[0] ? Optional.of(positions) : Optional.empty();
    }

    private static @Nullable LastTrade lastTrade(ResultSet row) throws SQLException {
        return row.getBigDecimal("last_price") == null
                ? null
                : new LastTrade(new Price(row.getBigDecimal("last_price")), Columns.time(row, "last_at"));
    }
}
