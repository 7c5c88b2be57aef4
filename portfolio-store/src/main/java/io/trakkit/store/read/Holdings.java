package io.trakkit.store.read;

import io.trakkit.domain.ClientId;
import io.trakkit.domain.PortfolioId;
import io.trakkit.domain.Position;
import io.trakkit.domain.Ticker;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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
}
