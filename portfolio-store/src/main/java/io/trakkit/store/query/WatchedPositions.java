package io.trakkit.store.query;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.valuation.Splits;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.postgres.ClientScope;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds what changed in the portfolios that streams watch, in the scope of one client after another. */
public final class WatchedPositions {

    /**
     * Every batch of trades advances a partition, and each refold without an event is counted, so as long as these numbers stay,
     * no position has changed. They are few, however many portfolios are watched.
     */
    private static final String APPLIED = """
            SELECT g.generation, coalesce(sum(p.next_offset), 0) AS applied, g.refolds
            FROM generations g
            LEFT JOIN progress p ON p.generation = g.generation
            WHERE g.state = 'live'
            GROUP BY g.generation, g.refolds
            """;

    /** Versions and numbers of refolds only grow, so their sum is another one whenever any position is. */
    private static final String CHANGES = """
            SELECT wanted.client_id, wanted.portfolio_id, sums.positions, sums.revisions, sums.cash
            FROM unnest(:clients, :portfolios) AS wanted (client_id, portfolio_id)
            CROSS JOIN LATERAL (
                SELECT count(*) FILTER (WHERE s.ticker <> '$CASH') AS positions,
                       coalesce(sum(s.version + s.refolds) FILTER (WHERE s.ticker <> '$CASH'), 0) AS revisions,
                       coalesce(sum(s.version + s.refolds) FILTER (WHERE s.ticker = '$CASH'), 0) AS cash
                FROM summaries s
                WHERE s.client_id = wanted.client_id AND s.portfolio_id = wanted.portfolio_id
                    AND s.generation = (SELECT generation FROM generations WHERE state = 'live')) AS sums
            """;

    /**
     * A read model of version 1 of the fold has no last trades in its summaries: they are looked up. OFFSET 0 keeps each of
     * the look-ups one by index.
     */
    private static final String POSITIONS =
            """
            SELECT s.client_id, s.portfolio_id, s.generation, s.ticker, s.version, s.version + s.refolds AS revision,
                   s.updated_at, $POSITION,
                   s.split_times, s.split_numerators, s.split_denominators, s.split_count_times,
                   coalesce(p.currency, (SELECT currency FROM clients WHERE client_id = p.client_id)) AS currency
            FROM unnest(:clients, :portfolios) AS wanted (client_id, portfolio_id)
            JOIN portfolios p ON p.client_id = wanted.client_id AND p.portfolio_id = wanted.portfolio_id
            CROSS JOIN LATERAL (
                SELECT *
                FROM summaries s
                CROSS JOIN LATERAL ($SPLITS) AS split
                WHERE client_id = wanted.client_id AND portfolio_id = wanted.portfolio_id AND version > 0
                    AND ticker <> '$CASH'
                    AND generation = (SELECT generation FROM generations WHERE state = 'live')
                OFFSET 0) AS s
            LEFT JOIN LATERAL (
                SELECT price, executed_at
                FROM trades
                WHERE client_id = s.client_id AND generation = s.generation AND portfolio_id = s.portfolio_id
                    AND ticker = s.ticker AND state = 'applied' AND s.held <> 0 AND s.last_price IS NULL
                ORDER BY executed_at DESC, side DESC, ref_id DESC
                LIMIT 1) AS t ON true
            """.replace("$POSITION", Holdings.withLastTrade("s", "t")).replace("$SPLITS", SplitRows.OF_SUMMARY);

    private final JdbcClient jdbc;

    public WatchedPositions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A portfolio of a client. */
    public record PortfolioKey(ClientId client, PortfolioId portfolio) {}

    /** Changes whenever any position might have. */
    public record Applied(int generation, long offsets, long refolds) {}

    /**
     * Changes whenever a position of a portfolio does, or its cash.
     *
     * @param cash grows with each record of cash alone, such as a deposit; 0 without any
     */
    public record Change(long positions, long revisions, long cash) {}

    /**
     * A position as it stands, in a generation; revisions of different ones can't be compared.
     *
     * @param currency that of its portfolio
     * @param revision grows with every change: with the version, and with each refold without an event
     */
    public record Watched(
            int generation,
            HeldPosition held,
            Splits splits,
            CurrencyCode currency,
            long version,
            long revision,
            Instant updatedAt) {}

    public Applied applied() {
        return jdbc.sql(APPLIED)
                .query((row, _) ->
                        new Applied(row.getInt("generation"), row.getLong("applied"), row.getLong("refolds")))
                .single();
    }

    public Map<PortfolioKey, Change> changes(Collection<PortfolioKey> portfolios) {
        Map<PortfolioKey, Change> changes = new HashMap<>();
        ClientScope.forEach(
                portfolios,
                PortfolioKey::client,
                ofClient -> of(CHANGES, ofClient).query(row -> {
                    changes.put(
                            key(row),
                            new Change(row.getLong("positions"), row.getLong("revisions"), row.getLong("cash")));
                }));
        return changes;
    }

    /** The positions of portfolios by ticker, closed ones included; one without any has none. */
    public Map<PortfolioKey, SortedMap<Ticker, Watched>> positions(Collection<PortfolioKey> portfolios) {
        Map<PortfolioKey, SortedMap<Ticker, Watched>> positions = new HashMap<>();
        portfolios.forEach(key -> positions.put(key, new TreeMap<>()));
        ClientScope.forEach(
                portfolios,
                PortfolioKey::client,
                ofClient -> of(POSITIONS, ofClient).query(row -> {
                    positions
                            .computeIfAbsent(key(row), _ -> new TreeMap<>())
                            .put(new Ticker(row.getString("ticker")), watched(row));
                }));
        return positions;
    }

    private JdbcClient.StatementSpec of(String sql, List<PortfolioKey> portfolios) {
        return jdbc.sql(sql)
                .param("clients", SqlArrays.texts(portfolios, PortfolioKey::client))
                .param(
                        "portfolios",
                        SqlArrays.longs(portfolios, key -> key.portfolio().value()));
    }

    private static PortfolioKey key(ResultSet row) throws SQLException {
        return new PortfolioKey(Rows.client(row), new PortfolioId(row.getLong("portfolio_id")));
    }

    private static Watched watched(ResultSet row) throws SQLException {
        Position position = Rows.position(row);
        return new Watched(
                row.getInt("generation"),
                new HeldPosition(position, Rows.lastTrade(row)),
                SplitRows.splits(row),
                new CurrencyCode(row.getString("currency")),
                row.getLong("version"),
                row.getLong("revision"),
                Rows.time(row, "updated_at"));
    }
}
