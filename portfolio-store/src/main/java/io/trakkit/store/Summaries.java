package io.trakkit.store;

import io.trakkit.domain.Fold;
import io.trakkit.domain.Place;
import io.trakkit.domain.PositionKey;
import io.trakkit.domain.Summary;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The row per key that holds its position, and whose lock guards all the key's trades. */
public final class Summaries {

    private static final String OPEN = """
            INSERT INTO summaries (client_id, generation, portfolio_id, ticker, held, cost, realised,
                                   last_executed_at, last_sequence, since_checkpoint, trades, version, updated_at)
            SELECT client_id, :generation, portfolio_id, ticker, 0, 0, 0, :start, 0, 0, 0, 0, :start
            FROM unnest(:clients, :portfolios, :tickers) AS k (client_id, portfolio_id, ticker)
            ON CONFLICT DO NOTHING
            """;

    /**
     * Locked in key order, so that two workers which share keys wait for each other instead of deadlocking. LIMIT has each
     * looked up by itself, whatever the planner believes of a generation that it has no statistics of.
     */
    private static final String LOCK = """
            SELECT s.client_id, s.portfolio_id, s.ticker, s.held, s.cost, s.realised,
                   s.last_executed_at, s.last_sequence, s.since_checkpoint, s.trades, s.version, s.updated_at
            FROM (
                SELECT * FROM unnest(:clients, :portfolios, :tickers) AS k (client_id, portfolio_id, ticker)
                ORDER BY client_id COLLATE "C", portfolio_id, ticker COLLATE "C") AS k
            CROSS JOIN LATERAL (
                SELECT *
                FROM summaries
                WHERE client_id = k.client_id AND generation = :generation
                    AND portfolio_id = k.portfolio_id AND ticker = k.ticker
                LIMIT 1
                FOR UPDATE) AS s
            """;

    /** The rows are locked, so that they stay in their places. */
    private static final String SAVE = """
            UPDATE summaries s SET held = n.held, cost = n.cost, realised = n.realised,
                last_executed_at = n.last_executed_at, last_sequence = n.last_sequence,
                since_checkpoint = n.since_checkpoint, trades = n.trades, version = n.version,
                updated_at = n.updated_at
            FROM unnest(:clients, :portfolios, :tickers, :held, :costs, :realised, :lastTimes, :lastSequences,
                        :sinceCheckpoints, :trades, :versions, :updatedAt)
                AS n (client_id, portfolio_id, ticker, held, cost, realised, last_executed_at, last_sequence,
                      since_checkpoint, trades, version, updated_at)
            CROSS JOIN LATERAL (
                SELECT ctid
                FROM summaries
                WHERE client_id = n.client_id AND generation = :generation
                    AND portfolio_id = n.portfolio_id AND ticker = n.ticker
                LIMIT 1) AS place
            WHERE s.ctid = place.ctid
            """;

    private final JdbcClient jdbc;

    public Summaries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Makes sure that each key has a row to lock. A statement of its own, before {@link #lock}: FOR UPDATE locks nothing
     * where no row is, and a statement that both inserted and locked would not see what another transaction inserted
     * meanwhile.
     */
    public void open(int generation, SortedSet<PositionKey> keys) {
        keys(OPEN, generation, keys)
                .param("start", Place.START.executedAt().atOffset(java.time.ZoneOffset.UTC))
                .update();
    }

    /** Locks the rows of these keys, in their order, until the transaction ends. Keys without a row are left out. */
    public List<Summary> lock(int generation, SortedSet<PositionKey> keys) {
        return keys(LOCK, generation, keys).query((row, _) -> summary(row)).list();
    }

    private JdbcClient.StatementSpec keys(String sql, int generation, Collection<PositionKey> keys) {
        return jdbc.sql(sql)
                .param("generation", generation)
                .param("clients", SqlArrays.texts(keys, PositionKey::client))
                .param(
                        "portfolios",
                        SqlArrays.longs(keys, key -> key.portfolio().value()))
                .param("tickers", SqlArrays.texts(keys, PositionKey::ticker));
    }

    private static Summary summary(ResultSet row) throws SQLException {
        Place last = new Place(Rows.time(row, "last_executed_at"), row.getLong("last_sequence"));
        return new Summary(
                Rows.key(row),
                new Fold.Progress(Rows.position(row), last, row.getInt("since_checkpoint")),
                row.getLong("trades"),
                row.getLong("version"),
                Rows.time(row, "updated_at"));
    }

    /** Writes locked summaries back. */
    public void save(int generation, Collection<Summary> summaries) {
        keys(SAVE, generation, summaries.stream().map(Summary::key).toList())
                .param(
                        "held",
                        SqlArrays.decimals(summaries, s -> s.folded().position().held()))
                .param(
                        "costs",
                        SqlArrays.decimals(summaries, s -> s.folded().position().cost()))
                .param(
                        "realised",
                        SqlArrays.decimals(summaries, s -> s.folded().position().realised()))
                .param(
                        "lastTimes",
                        SqlArrays.times(summaries, s -> s.folded().last().executedAt()))
                .param(
                        "lastSequences",
                        SqlArrays.longs(summaries, s -> s.folded().last().sequence()))
                .param(
                        "sinceCheckpoints",
                        SqlArrays.integers(summaries, s -> s.folded().sinceCheckpoint()))
                .param("trades", SqlArrays.longs(summaries, Summary::trades))
                .param("versions", SqlArrays.longs(summaries, Summary::version))
                .param("updatedAt", SqlArrays.times(summaries, Summary::updatedAt))
                .update();
    }
}
