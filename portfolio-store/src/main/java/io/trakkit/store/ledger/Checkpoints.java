package io.trakkit.store.ledger;

import io.trakkit.domain.position.Checkpoint;
import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.store.postgres.RoundTrip;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of checkpoints. */
public final class Checkpoints {

    /** A checkpoint of a key. */
    public record Row(PositionKey key, Checkpoint checkpoint) {}

    /** Most keys have no activities, and a refold needs not ask for them in a statement of their own. */
    private static final String LAST_BEFORE = """
            SELECT c.executed_at, c.side, c.ref_id, %s, EXISTS (
                       SELECT FROM activities
                       WHERE client_id = :client AND generation = :generation AND portfolio_id = :portfolio
                           AND ticker = :ticker) AS has_activities
            FROM (VALUES (true)) AS always
            LEFT JOIN LATERAL (
                SELECT *
                FROM checkpoints
                WHERE client_id = :client AND generation = :generation AND portfolio_id = :portfolio
                    AND ticker = :ticker AND (executed_at, side, ref_id) < (:executedAt, :side, :refId)
                ORDER BY executed_at DESC, side DESC, ref_id DESC
                LIMIT 1) AS c ON true
            """.formatted(PositionColumns.of("c"));

    private static final String DELETE_FROM = """
            DELETE FROM checkpoints
            WHERE client_id = :client AND generation = :generation AND portfolio_id = :portfolio AND ticker = :ticker
                AND (executed_at, side, ref_id) >= (:executedAt, :side, :refId)
            """;

    private static final String INSERT = """
            INSERT INTO checkpoints (client_id, generation, portfolio_id, ticker, executed_at, side, ref_id, %1$s)
            SELECT client_id, :generation, portfolio_id, ticker, executed_at, side, ref_id, %1$s
            FROM unnest(:clients, :portfolios, :tickers, :times, :sides, :refIds, %2$s)
                AS c (client_id, portfolio_id, ticker, executed_at, side, ref_id, %1$s)
            """.formatted(PositionColumns.names(), PositionColumns.each(":%s"));

    private final JdbcClient jdbc;

    public Checkpoints(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Where a refold starts.
     *
     * @param hasActivities whether the key has stored activities at all
     */
    public record Start(Checkpoint checkpoint, boolean hasActivities) {}

    /** The last checkpoint before a place, or the start where there is none. */
    public Start lastBefore(int generation, PositionKey key, TradeOrder tradeOrder) {
        return at(LAST_BEFORE, generation, key, tradeOrder)
                .query((row, _) -> new Start(checkpoint(row), row.getBoolean("has_activities")))
                .single();
    }

    private static Checkpoint checkpoint(ResultSet row) throws SQLException {
        return row.getString("ref_id") == null
                ? Checkpoint.START
                : new Checkpoint(
                        Rows.tradeOrder(row, "executed_at", "side", "ref_id"), Rows.position(row), Rows.lastTrade(row));
    }

    /** Drops the checkpoints at or after a place, which a change there has made void. */
    public void deleteFrom(int generation, PositionKey key, TradeOrder tradeOrder) {
        at(DELETE_FROM, generation, key, tradeOrder).update();
    }

    private JdbcClient.StatementSpec at(String sql, int generation, PositionKey key, TradeOrder tradeOrder) {
        return jdbc.sql(sql)
                .param("generation", generation)
                .param("client", key.client().value())
                .param("portfolio", key.portfolio().value())
                .param("ticker", key.ticker().value())
                .param("executedAt", tradeOrder.executedAt().atOffset(ZoneOffset.UTC))
                .param("side", tradeOrder.rank().code())
                .param("refId", tradeOrder.refId().value());
    }

    public void insert(int generation, List<Row> rows) {
        RoundTrip.alone(jdbc, trip -> add(trip, generation, rows));
    }

    public void insert(RoundTrip trip, int generation, List<Row> rows) {
        add(trip, generation, rows);
    }

    private static RoundTrip.Answer<Integer> add(RoundTrip trip, int generation, List<Row> rows) {
        return PositionColumns.arrays(trip.sql(INSERT), rows, Checkpoints::held)
                .param("generation", generation)
                .param("clients", SqlArrays.texts(rows, row -> row.key().client()))
                .param(
                        "portfolios",
                        SqlArrays.longs(rows, row -> row.key().portfolio().value()))
                .param("tickers", SqlArrays.texts(rows, row -> row.key().ticker()))
                .param(
                        "times",
                        SqlArrays.times(
                                rows, row -> row.checkpoint().tradeOrder().executedAt()))
                .param(
                        "sides",
                        SqlArrays.shorts(
                                rows,
                                row -> row.checkpoint().tradeOrder().rank().code()))
                .param(
                        "refIds",
                        SqlArrays.texts(
                                rows, row -> row.checkpoint().tradeOrder().refId()))
                .changes();
    }

    private static HeldPosition held(Row row) {
        return new HeldPosition(row.checkpoint().position(), row.checkpoint().lastTrade());
    }
}
