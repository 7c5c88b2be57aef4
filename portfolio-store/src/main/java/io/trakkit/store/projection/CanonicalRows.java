package io.trakkit.store.projection;

import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.store.ledger.KeyFilter;
import io.trakkit.store.ledger.TradeColumns;
import io.trakkit.store.postgres.BinaryArray.ElementType;
import io.trakkit.store.postgres.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of a generation as text, in a canonical order: equal logs give equal lines. Read in the order of the
 * keys, a few rows at a time, within a transaction.
 */
public final class CanonicalRows {

    private static final int FETCH_SIZE = 1_000;

    /** How a line tells a time, in UTC. */
    public static final String TIME = "'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'";

    /**
     * Numbers without trailing zeros, times in UTC: equal values give equal text. Rows of version 0 are left out. The
     * checkpoints are part of it, as a digest: a wrong one is a wrong number tomorrow.
     */
    private static final String SUMMARIES = """
            SELECT client_id, portfolio_id, ticker,
                   'held ' || trim_scale(held) || ', cost ' || trim_scale(cost)
                   || ', realised ' || trim_scale(realised) || ', version ' || version || ', trades ' || trades
                   || ', updated ' || to_char(updated_at AT TIME ZONE 'UTC', $TIME)
                   || CASE WHEN NOT :whole THEN '' ELSE
                   ', last ' || to_char(last_executed_at AT TIME ZONE 'UTC', $TIME)
                   || CASE last_side WHEN 1 THEN ' buy ' ELSE ' sell ' END || coalesce(last_ref_id, '')
                   || ' +' || since_checkpoint
                   || coalesce(', traded at ' || trim_scale(last_price) || ' '
                       || to_char(last_traded_at AT TIME ZONE 'UTC', $TIME), '')
                   || coalesce(', checkpoints ' || (
                       SELECT md5(string_agg(
                           to_char(c.executed_at AT TIME ZONE 'UTC', $TIME) || ' ' || c.side || ' ' || c.ref_id || ' '
                               || trim_scale(c.held) || ' ' || trim_scale(c.cost) || ' ' || trim_scale(c.realised)
                               || coalesce(' ' || trim_scale(c.last_price) || ' '
                                   || to_char(c.last_traded_at AT TIME ZONE 'UTC', $TIME), ''),
                           '; ' ORDER BY c.executed_at, c.side, c.ref_id))
                       FROM checkpoints c
                       WHERE c.client_id = s.client_id AND c.generation = s.generation
                           AND c.portfolio_id = s.portfolio_id AND c.ticker = s.ticker), '') END AS line
            FROM summaries s
            WHERE generation = :generation AND version > 0 AND $KEYS
            ORDER BY client_id, portfolio_id, ticker
            """.replace("$TIME", TIME).replace("$KEYS", KeyFilter.conditions("s"));

    private static final String TRADES = """
            SELECT client_id, portfolio_id, ticker, executed_at, side, ref_id,
                   'user ' || user_id || ', side ' || side || ', ' || security_type
                   || ', volume ' || trim_scale(volume) || ', amount ' || trim_scale(price)
                   || ', status ' || status || ', state ' || state
                   || CASE WHEN :whole THEN coalesce(' of ' || trim_scale(held_at_rejection) || ' held', '') ELSE '' END
                   || ', version ' || version
                   || ', said ' || fingerprint
                   || ', created ' || to_char(created_at AT TIME ZONE 'UTC', $TIME)
                   || ', updated ' || to_char(updated_at AT TIME ZONE 'UTC', $TIME)$OPTIONAL AS line
            FROM trades t
            WHERE generation = :generation AND $KEYS
            ORDER BY client_id, portfolio_id, ticker, executed_at, side, ref_id
            """.replace("$TIME", TIME)
            .replace("$OPTIONAL", optionalColumns())
            .replace("$KEYS", KeyFilter.conditions("t"));

    private final JdbcClient jdbc;

    public CanonicalRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** They are written only for the trades that have them: the lines of all others stay what they were. */
    private static String optionalColumns() {
        return TradeColumns.ALL.stream()
                .filter(TradeColumns.Column::optional)
                .map(column -> " || coalesce(', %s ' || %s, '')".formatted(column.name(), text(column)))
                .collect(Collectors.joining());
    }

    private static String text(TradeColumns.Column<?> column) {
        return column.type().equals(ElementType.NUMERIC) ? "trim_scale(" + column.name() + ")" : column.name();
    }

    /** A summary. */
    public record SummaryRow(PositionKey key, String line) {}

    /** A trade, with its trade order. */
    public record TradeRow(PositionKey key, TradeOrder tradeOrder, String line) {}

    /**
     * The summaries of some keys, in the order of the keys. The caller closes the stream.
     *
     * @param whole whether the lines also have what only this version of the fold keeps: trade order, last trades, checkpoints
     */
    public Stream<SummaryRow> summaries(int generation, KeyFilter filter, boolean whole) {
        return rows(SUMMARIES, generation, filter, whole)
                .query((row, _) -> new SummaryRow(Rows.key(row), row.getString("line")))
                .stream();
    }

    /**
     * The trades of some keys, in the order of the keys and in trade order. The caller closes the stream.
     *
     * @param whole whether the lines also have what only this version of the fold keeps: the units held at a rejection
     */
    public Stream<TradeRow> trades(int generation, KeyFilter filter, boolean whole) {
        return rows(TRADES, generation, filter, whole).query((row, _) -> trade(row)).stream();
    }

    private JdbcClient.StatementSpec rows(String sql, int generation, KeyFilter filter, boolean whole) {
        return filter.bind(jdbc.sql(sql).withFetchSize(FETCH_SIZE))
                .param("generation", generation)
                .param("whole", whole);
    }

    private static TradeRow trade(ResultSet row) throws SQLException {
        return new TradeRow(
                Rows.key(row), Rows.tradeOrder(row, "executed_at", "side", "ref_id"), row.getString("line"));
    }
}
