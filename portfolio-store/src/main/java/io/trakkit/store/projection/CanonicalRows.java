package io.trakkit.store.projection;

import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.update.Accepted;
import io.trakkit.store.ledger.ActivityColumns;
import io.trakkit.store.ledger.BookingColumn;
import io.trakkit.store.ledger.KeyFilter;
import io.trakkit.store.ledger.TradeColumns;
import io.trakkit.store.postgres.BinaryArray.ElementType;
import io.trakkit.store.postgres.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of a generation as text, in a canonical order: equal logs give equal lines. Read in the order of the
 * keys, a few rows at a time, within a transaction.
 */
public final class CanonicalRows {

    private static final int FETCH_SIZE = 1_000;

    /** The format of a time in a line, in UTC. */
    public static final String TIME = "'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'";

    /**
     * Numbers without trailing zeros, times in UTC: equal values give equal text. Rows of version 0 are left out. The
     * checkpoints are part of it, as a digest: a wrong one is a wrong number tomorrow.
     */
    private static final String SUMMARIES = """
            SELECT client_id, portfolio_id, ticker,
                   'held ' || trim_scale(held) || ', cost ' || trim_scale(cost)
                   || ', realised ' || trim_scale(realised)$MORE(s) || ', version ' || version || ', trades ' || trades
                   || ', updated ' || to_char(updated_at AT TIME ZONE 'UTC', $TIME)
                   || CASE WHEN NOT :whole THEN '' ELSE
                   ', last ' || to_char(last_executed_at AT TIME ZONE 'UTC', $TIME)
                   || CASE last_side WHEN -1 THEN ' corporate action ' WHEN 0 THEN ' activity ' WHEN 1 THEN ' buy '
                       ELSE ' sell ' END || coalesce(last_ref_id, '')
                   || ' +' || since_checkpoint
                   || coalesce(', traded at ' || trim_scale(last_price) || ' '
                       || to_char(last_traded_at AT TIME ZONE 'UTC', $TIME)$CURRENCY(s), '')
                   || coalesce(', checkpoints ' || (
                       SELECT md5(string_agg(
                           to_char(c.executed_at AT TIME ZONE 'UTC', $TIME) || ' ' || c.side || ' ' || c.ref_id || ' '
                               || trim_scale(c.held) || ' ' || trim_scale(c.cost) || ' ' || trim_scale(c.realised)$MORE(c)
                               || coalesce(' ' || trim_scale(c.last_price) || ' '
                                   || to_char(c.last_traded_at AT TIME ZONE 'UTC', $TIME)$CURRENCY(c), ''),
                           '; ' ORDER BY c.executed_at, c.side, c.ref_id))
                       FROM checkpoints c
                       WHERE c.client_id = s.client_id AND c.generation = s.generation
                           AND c.portfolio_id = s.portfolio_id AND c.ticker = s.ticker), '') END AS line
            FROM summaries s
            WHERE generation = :generation AND version > 0 AND $KEYS
            ORDER BY client_id, portfolio_id, ticker
            """.replace("$MORE(s)", more("s"))
            .replace("$MORE(c)", more("c"))
            .replace("$CURRENCY(s)", currency("s"))
            .replace("$CURRENCY(c)", currency("c"))
            .replace("$TIME", TIME)
            .replace("$KEYS", KeyFilter.conditions("s"));

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
            .replace("$OPTIONAL", optionalColumns(TradeColumns.ALL))
            .replace("$KEYS", KeyFilter.conditions("t"));

    private static final String ACTIVITIES = """
            SELECT client_id, portfolio_id, ticker, executed_at, 0 AS side, ref_id,
                   'user ' || user_id || ', ' || type || ', status ' || status || ', state ' || state
                   || CASE WHEN :whole THEN coalesce(' of ' || trim_scale(held_at_rejection) || ' held', '') ELSE '' END
                   || ', version ' || version
                   || ', said ' || fingerprint
                   || ', created ' || to_char(created_at AT TIME ZONE 'UTC', $TIME)
                   || ', updated ' || to_char(updated_at AT TIME ZONE 'UTC', $TIME)$OPTIONAL AS line
            FROM activities t
            WHERE generation = :generation AND $KEYS
            ORDER BY client_id, portfolio_id, ticker, executed_at, ref_id
            """.replace("$TIME", TIME)
            .replace("$OPTIONAL", optionalColumns(ActivityColumns.ALL))
            .replace("$KEYS", KeyFilter.conditions("t"));

    private final JdbcClient jdbc;

    public CanonicalRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Charges, income and other currencies: the lines of positions without them stay what they were. */
    private static String more(String alias) {
        return """
                || CASE WHEN $T.fees = 0 THEN '' ELSE ', fees ' || trim_scale($T.fees) END
                || CASE WHEN $T.income = 0 THEN '' ELSE ', income ' || trim_scale($T.income) END
                || CASE WHEN coalesce($T.local_currency, '=') = '=' THEN '' ELSE ', local ' || $T.local_currency
                    || coalesce(' cost ' || trim_scale($T.local_cost) || ' realised ' || trim_scale($T.local_realised), '')
                    END""".replace("$T", alias).indent(18);
    }

    private static String currency(String alias) {
        return " || coalesce(' in ' || $T.last_currency || ' at ' || trim_scale($T.last_fx_rate), '')"
                .replace("$T", alias);
    }

    /** They are written only for the records that have them: the lines of all others stay what they were. */
    private static <T extends Accepted> String optionalColumns(List<BookingColumn<T, ?>> columns) {
        return columns.stream()
                .filter(BookingColumn::optional)
                .map(column -> " || coalesce(', %s ' || %s, '')".formatted(column.name(), text(column)))
                .collect(Collectors.joining());
    }

    private static String text(BookingColumn<?, ?> column) {
        return column.type().equals(ElementType.NUMERIC) ? "trim_scale(" + column.name() + ")" : column.name();
    }

    /** A summary. */
    public record SummaryRow(PositionKey key, String line) {}

    /** A trade or an activity, with its trade order. */
    public record RecordRow(PositionKey key, TradeOrder tradeOrder, String line) {}

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
     * The trades and activities of some keys, in the order of the keys and in trade order. The caller closes the stream.
     *
     * @param whole whether the lines also have what only this version of the fold keeps: the units held at a rejection
     */
    public Stream<RecordRow> records(int generation, KeyFilter filter, boolean whole) {
        Stream<RecordRow> trades = rows(TRADES, generation, filter, whole).query((row, _) -> recordRow(row)).stream();
        Stream<RecordRow> activities =
                rows(ACTIVITIES, generation, filter, whole).query((row, _) -> recordRow(row)).stream();
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(
                                new Merge(trades.iterator(), activities.iterator()), Spliterator.ORDERED),
                        false)
                .onClose(trades::close)
                .onClose(activities::close);
    }

    /** Two sequences in the order of keys and places, as one. */
    private static final class Merge implements Iterator<RecordRow> {

        private static final Comparator<RecordRow> ORDER =
                Comparator.comparing(RecordRow::key).thenComparing(RecordRow::tradeOrder);

        private final Iterator<RecordRow> first;
        private final Iterator<RecordRow> second;
        private @Nullable RecordRow nextFirst;
        private @Nullable RecordRow nextSecond;

        Merge(Iterator<RecordRow> first, Iterator<RecordRow> second) {
            this.first = first;
            this.second = second;
            nextFirst = read(first);
            nextSecond = read(second);
        }

        private static @Nullable RecordRow read(Iterator<RecordRow> rows) {
            return rows.hasNext() ? rows.next() : null;
        }

        @Override
        public boolean hasNext() {
            return nextFirst != null || nextSecond != null;
        }

        @Override
        public RecordRow next() {
            RecordRow fromFirst = nextFirst;
            RecordRow fromSecond = nextSecond;
            if (fromFirst != null && (fromSecond == null || ORDER.compare(fromFirst, fromSecond) < 0)) {
                nextFirst = read(first);
                return fromFirst;
            }
            if (fromSecond == null) {
                throw new NoSuchElementException();
            }
            nextSecond = read(second);
            return fromSecond;
        }
    }

    private JdbcClient.StatementSpec rows(String sql, int generation, KeyFilter filter, boolean whole) {
        return filter.bind(jdbc.sql(sql).withFetchSize(FETCH_SIZE))
                .param("generation", generation)
                .param("whole", whole);
    }

    private static RecordRow recordRow(ResultSet row) throws SQLException {
        return new RecordRow(
                Rows.key(row), Rows.tradeOrder(row, "executed_at", "side", "ref_id"), row.getString("line"));
    }
}
