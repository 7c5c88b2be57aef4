package io.trakkit.store;

import io.trakkit.domain.Checkpoint;
import io.trakkit.domain.Place;
import io.trakkit.domain.PositionKey;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The places at which a fold of a key can set in. */
public final class Checkpoints {

    /** A checkpoint of a key. */
    public record Row(PositionKey key, Checkpoint checkpoint) {}

    private static final String LAST_BEFORE = """
            SELECT executed_at, sequence, held, cost, realised
            FROM checkpoints
            WHERE client_id = :client AND generation = :generation AND portfolio_id = :portfolio AND ticker = :ticker
                AND (executed_at, sequence) < (:executedAt, :sequence)
            ORDER BY executed_at DESC, sequence DESC
            LIMIT 1
            """;

    private static final String DELETE_FROM = """
            DELETE FROM checkpoints
            WHERE client_id = :client AND generation = :generation AND portfolio_id = :portfolio AND ticker = :ticker
                AND (executed_at, sequence) >= (:executedAt, :sequence)
            """;

    private static final String INSERT = """
            INSERT INTO checkpoints (client_id, generation, portfolio_id, ticker, executed_at, sequence,
                                     held, cost, realised)
            SELECT client_id, :generation, portfolio_id, ticker, executed_at, sequence, held, cost, realised
            FROM unnest(:clients, :portfolios, :tickers, :times, :sequences, :held, :costs, :realised)
                AS c (client_id, portfolio_id, ticker, executed_at, sequence, held, cost, realised)
            """;

    private final JdbcClient jdbc;

    public Checkpoints(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The last checkpoint before a place; the start where there is none. */
    public Checkpoint lastBefore(int generation, PositionKey key, Place place) {
        return at(LAST_BEFORE, generation, key, place)
                .query((row, _) -> new Checkpoint(
                        new Place(Rows.time(row, "executed_at"), row.getLong("sequence")), Rows.position(row)))
                .optional()
                .orElse(Checkpoint.START);
    }

    /** Drops the checkpoints at or after a place, which a change there has made void. */
    public void deleteFrom(int generation, PositionKey key, Place place) {
        at(DELETE_FROM, generation, key, place).update();
    }

    private JdbcClient.StatementSpec at(String sql, int generation, PositionKey key, Place place) {
        return jdbc.sql(sql)
                .param("generation", generation)
                .param("client", key.client().value())
                .param("portfolio", key.portfolio().value())
                .param("ticker", key.ticker().value())
                .param("executedAt", place.executedAt().atOffset(ZoneOffset.UTC))
                .param("sequence", place.sequence());
    }

    public void insert(int generation, List<Row> rows) {
        jdbc.sql(INSERT)
                .param("generation", generation)
                .param("clients", SqlArrays.texts(rows, row -> row.key().client()))
                .param(
                        "portfolios",
                        SqlArrays.longs(rows, row -> row.key().portfolio().value()))
                .param("tickers", SqlArrays.texts(rows, row -> row.key().ticker()))
                .param(
                        "times",
                        SqlArrays.times(rows, row -> row.checkpoint().place().executedAt()))
                .param(
                        "sequences",
                        SqlArrays.longs(rows, row -> row.checkpoint().place().sequence()))
                .param(
                        "held",
                        SqlArrays.decimals(
                                rows, row -> row.checkpoint().position().held()))
                .param(
                        "costs",
                        SqlArrays.decimals(
                                rows, row -> row.checkpoint().position().cost()))
                .param(
                        "realised",
                        SqlArrays.decimals(
                                rows, row -> row.checkpoint().position().realised()))
                .update();
    }
}
