package io.trakkit.store.read;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** All that a portfolio holds and has held, at one moment. */
public final class Holdings {

    /** In the order of the key, so nothing is sorted; whether there is such a portfolio is looked up once. */
    private static final String OF_PORTFOLIO = """
            SELECT s.ticker, s.held, s.cost, s.realised
            FROM summaries s
            WHERE s.client_id = :client AND s.generation = (SELECT generation FROM generations WHERE state = 'live')
                AND s.portfolio_id = :portfolio AND s.version > 0
                AND EXISTS (SELECT FROM portfolios WHERE client_id = :client AND portfolio_id = :portfolio)
            ORDER BY s.ticker
            """;

    private static final String EXISTS =
            "SELECT EXISTS (SELECT FROM portfolios WHERE client_id = :client AND portfolio_id = :portfolio)";

    /**
     * As above, and of the open positions whose price is not known otherwise what they were last traded at. A portfolio
     * without any summary gives one row, without a ticker.
     */
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
            ORDER BY s.ticker
            """;

    // Columns by number: there are thousands of rows, and a name is looked up anew for each.
    private static final int TICKER = 1;
    private static final int HELD = 2;
    private static final int COST = 3;
    private static final int REALISED = 4;

    /** Half a kilobyte each; a portfolio may well have a thousand. */
    private static final int MOST_REMEMBERED = 20_000;

    private final JdbcClient jdbc;
    private final Cache<RawRow, Holding> known =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();

    private record Holding(Ticker ticker, Held held) {}

    public Holdings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The positions of a portfolio by ticker, closed ones included; empty if the client has no such portfolio. */
    public Optional<SequencedMap<Ticker, Held>> of(ClientId client, PortfolioId portfolio) {
        SequencedMap<Ticker, Held> positions = new LinkedHashMap<>();
        asked(OF_PORTFOLIO, client, portfolio).query(row -> {
            Holding holding = holding(row);
            positions.put(holding.ticker(), holding.held());
        });
        boolean exists = !positions.isEmpty()
                || asked(EXISTS, client, portfolio).query(Boolean.class).single();
        return exists ? Optional.of(positions) : Optional.empty();
    }

    /**
     * The same, in one statement with the last trade of each open position.
     *
     * @param priced the tickers of which nobody needs to know that
     */
    public Optional<SequencedMap<Ticker, Held>> withLastTrades(
            ClientId client, PortfolioId portfolio, Collection<Ticker> priced) {
        SequencedMap<Ticker, Held> positions = new LinkedHashMap<>();
        boolean[] exists = {false};
        asked(WITH_LAST_TRADES, client, portfolio)
                .param("priced", priced.stream().map(Ticker::value).collect(Collectors.joining(",")))
                .query(row -> {
                    exists[0] = true;
                    String ticker = row.getString(TICKER);
                    if (ticker != null) {
                        positions.put(new Ticker(ticker), new Held(position(row), lastTrade(row)));
                    }
                });
        return exists[0] ? Optional.of(positions) : Optional.empty();
    }

    /** Most positions are what they were the last time. */
    private Holding holding(ResultSet row) throws SQLException {
        RawRow raw = RawRow.of(row, REALISED);
        Holding holding = known.getIfPresent(raw);
        if (holding == null) {
            holding = new Holding(new Ticker(row.getString(TICKER)), new Held(position(row), null));
            known.put(raw, holding);
        }
        return holding;
    }

    private JdbcClient.StatementSpec asked(String sql, ClientId client, PortfolioId portfolio) {
        return jdbc.sql(sql).param("client", client.value()).param("portfolio", portfolio.value());
    }

    private static Position position(ResultSet row) throws SQLException {
        return new Position(row.getBigDecimal(HELD), row.getBigDecimal(COST), row.getBigDecimal(REALISED));
    }

    private static @Nullable LastTrade lastTrade(ResultSet row) throws SQLException {
        return row.getBigDecimal("last_price") == null
                ? null
                : new LastTrade(new Price(row.getBigDecimal("last_price")), Columns.time(row, "last_at"));
    }
}
