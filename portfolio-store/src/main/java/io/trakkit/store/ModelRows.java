package io.trakkit.store;

import io.trakkit.domain.Place;
import io.trakkit.domain.PositionKey;
import io.trakkit.domain.RefId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of a generation, each as one line that says all of it but which generation it is in: two generations of the
 * same log have the same lines. Read in the order of the keys, a few rows at a time, within a transaction.
 */
public final class ModelRows {

    private static final int FETCH_SIZE = 1_000;

    /** How a line tells a time, in UTC. */
    static final String TIME = "'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'";

    /**
     * Numbers without trailing zeros, times in UTC: what is equal reads alike. A row that nothing happened to is none. The checkpoints count, as a digest: a wrong one is a wrong number tomorrow.
     */
    private static final String SUMMARIES = """
            SELECT client_id, portfolio_id, ticker,
                   'held ' || trim_scale(held) || ', cost ' || trim_scale(cost)
                   || ', realised ' || trim_scale(realised) || ', version ' || version || ', trades ' || trades
                   || ', last ' || to_char(last_executed_at AT TIME ZONE 'UTC', $TIME) || ' #' || last_sequence
                   || ' +' || since_checkpoint
                   || ', updated ' || to_char(updated_at AT TIME ZONE 'UTC', $TIME)
                   || coalesce(', checkpoints ' || (
                       SELECT md5(string_agg(
                           to_char(c.executed_at AT TIME ZONE 'UTC', $TIME) || ' #' || c.sequence || ' '
                               || trim_scale(c.held) || ' ' || trim_scale(c.cost) || ' ' || trim_scale(c.realised),
                           '; ' ORDER BY c.executed_at, c.sequence))
                       FROM checkpoints c
                       WHERE c.client_id = s.client_id AND c.generation = s.generation
                           AND c.portfolio_id = s.portfolio_id AND c.ticker = s.ticker), '') AS line
            FROM summaries s
            WHERE generation = :generation AND version > 0
                AND (:portfolio::bigint IS NULL OR portfolio_id = :portfolio)
                AND (:ticker::text IS NULL OR ticker = :ticker)
            ORDER BY client_id, portfolio_id, ticker
            """.replace("$TIME", TIME);

    private static final String TRADES = """
            SELECT client_id, portfolio_id, ticker, executed_at, sequence, ref_id,
                   'user ' || user_id || ', side ' || side || ', ' || security_type
                   || ', volume ' || trim_scale(volume) || ', amount ' || trim_scale(price)
                   || ', status ' || status || ', state ' || state || ', version ' || version
                   || ', said ' || fingerprint
                   || ', created ' || to_char(created_at AT TIME ZONE 'UTC', $TIME)
                   || ', updated ' || to_char(updated_at AT TIME ZONE 'UTC', $TIME) AS line
            FROM trades
            WHERE generation = :generation
                AND (:portfolio::bigint IS NULL OR portfolio_id = :portfolio)
                AND (:ticker::text IS NULL OR ticker = :ticker)
            ORDER BY client_id, portfolio_id, ticker, executed_at, sequence
            """.replace("$TIME", TIME);

    private final JdbcClient jdbc;

    public ModelRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A summary. */
    public record SummaryRow(PositionKey key, String line) {}

    /** A trade, at its place in the book of its key. */
    public record TradeRow(PositionKey key, Place place, RefId refId, String line) {}

    /** The summaries of some keys, in the order of the keys; to be closed. */
    public Stream<SummaryRow> summaries(int generation, KeyFilter filter) {
        return rows(SUMMARIES, generation, filter)
                .query((row, _) -> new SummaryRow(Rows.key(row), row.getString("line")))
                .stream();
    }

    /** The trades of some keys, in the order of the keys and of their books; to be closed. */
    public Stream<TradeRow> trades(int generation, KeyFilter filter) {
        return rows(TRADES, generation, filter).query((row, _) -> trade(row)).stream();
    }

    private JdbcClient.StatementSpec rows(String sql, int generation, KeyFilter filter) {
        return jdbc.sql(sql)
                .withFetchSize(FETCH_SIZE)
                .param("generation", generation)
                .param("portfolio", filter.portfolioOrNull(), java.sql.Types.BIGINT)
                .param("ticker", filter.tickerOrNull(), java.sql.Types.VARCHAR);
    }

    private static TradeRow trade(ResultSet row) throws SQLException {
        return new TradeRow(
                Rows.key(row),
                new Place(Rows.time(row, "executed_at"), row.getLong("sequence")),
                new RefId(row.getString("ref_id")),
                row.getString("line"));
    }
}
