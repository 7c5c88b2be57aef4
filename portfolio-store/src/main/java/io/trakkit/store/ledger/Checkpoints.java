package io.trakkit.store.ledger;

import io.trakkit.domain.position.Checkpoint;
import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of checkpoints. */
public final class Checkpoints {

    /** A checkpoint of a key. */
    public record Row(PositionKey key, Checkpoint checkpoint) {}

    private static final String LAST_BEFORE = """
            SELECT executed_at, side, ref_id, %s
            FROM checkpoints
            WHERE client_id = :client AND generation = :generation AND portfolio_id = :portfolio AND ticker = :ticker
                AND (executed_at, side, ref_id) < (:executedAt, :side, :refId)
            ORDER BY executed_at DESC, side DESC, ref_id DESC
            LIMIT 1
            """.formatted(PositionColumns.names());

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

    /** The last checkpoint before a place; the start where there is none. */
    public Checkpoint lastBefore(int generation, PositionKey key, TradeOrder tradeOrder) {
        return at(LAST_BEFORE, generation, key, tradeOrder)
                .query((row, _) -> new Checkpoint(
                        Rows.tradeOrder(row, "executed_at", "side", "ref_id"), Rows.position(row), Rows.lastTrade(row)))
                .optional()
                .orElse(Checkpoint.START);
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
        PositionColumns.arrays(jdbc.sql(INSERT), rows, Checkpoints::held)
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
                .update();
    }

    private static HeldPosition held(Row row) {
        return new HeldPosition(row.checkpoint().position(), row.checkpoint().lastTrade());
    }
}
