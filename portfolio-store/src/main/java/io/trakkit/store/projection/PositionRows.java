package io.trakkit.store.projection;

import io.trakkit.domain.position.FoldedPosition;
import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.position.Summary;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.update.Accepted;
import io.trakkit.domain.update.AcceptedActivity;
import io.trakkit.domain.update.AcceptedTrade;
import io.trakkit.store.ledger.ActivityColumns;
import io.trakkit.store.ledger.BookingColumn;
import io.trakkit.store.ledger.PositionColumns;
import io.trakkit.store.ledger.TradeColumns;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.postgres.BinaryArray.ElementType;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads what a generation holds of one key, value by value, for comparison with its events. The values are taken as
 * they stand, also where no event can have made them.
 */
public final class PositionRows {

    private static final int FETCH_SIZE = 1_000;

    private static final String SUMMARY = """
            SELECT %s, last_executed_at, last_side, last_ref_id, trades, version, updated_at
            FROM summaries
            WHERE client_id = :client AND generation = :generation AND portfolio_id = :portfolio AND ticker = :ticker
                AND version > 0
            """.formatted(PositionColumns.names());

    private static final String RECORDS = """
            SELECT %s
            FROM %s t
            WHERE client_id = :client AND generation = :generation AND portfolio_id = :portfolio AND ticker = :ticker
            LIMIT :limit
            """;

    private static final String TRADES = RECORDS.formatted(TradeColumns.of("t"), "trades");
    private static final String ACTIVITIES = RECORDS.formatted(ActivityColumns.of("t"), "activities");

    private static final List<BookingColumn<AcceptedTrade, ?>> OF_TRADE = compared(TradeColumns.ALL);
    private static final List<BookingColumn<AcceptedActivity, ?>> OF_ACTIVITY = compared(ActivityColumns.ALL);

    /** One pass over the journal for all keys, whose number the caller limits. Topics follow each other in time. */
    private static final String EVENTS = """
            WITH wanted AS (
                SELECT * FROM unnest(:clients, :portfolios, :tickers) AS w (client_id, portfolio_id, ticker)
            ), topics AS (
                SELECT topic_id, min(occurred_at) AS began FROM events WHERE generation = :generation GROUP BY topic_id
            )
            SELECT e.client_id, e.portfolio_id, e.ticker, e.event_id, e.type, e.ref_id, e.topic_id, e.partition,
                   e.log_offset, e.payload
            FROM events e
            JOIN wanted USING (client_id, portfolio_id, ticker)
            JOIN topics t ON t.topic_id = e.topic_id
            WHERE e.generation = :generation
            ORDER BY e.client_id, e.portfolio_id, e.ticker, t.began, e.topic_id, e.partition, e.log_offset
            """;

    private final JdbcClient jdbc;

    /** All columns of a record are compared except its key, its version, which selects the events to compare, and its outcome. */
    private static <T extends Accepted> List<BookingColumn<T, ?>> compared(List<BookingColumn<T, ?>> columns) {
        return columns.stream()
                .filter(column -> switch (column.role()) {
                    case FIXED, UPDATED -> !column.name().equals("version");
                    case KEY, OUTCOME -> false;
                })
                .toList();
    }

    public PositionRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The values of a row, but for its key.
     *
     * @param version how many events it says that it counts
     * @param byColumn decimals without trailing zeros
     */
    public record Values(long version, Map<String, Object> byColumn) {

        /** The values that a summary must have, without the distance to the next checkpoint. */
        public static Values of(Summary summary) {
            FoldedPosition folded = summary.folded();
            HeldPosition held = new HeldPosition(folded.position(), folded.lastTrade());
            Map<String, Object> values = new HashMap<>();
            PositionColumns.ALL.forEach(column ->
                    values.put(column.name(), comparable(column.value().apply(held))));
            values.put("trades", summary.trades());
            values.put("updated_at", summary.updatedAt());
            values.put("last_executed_at", folded.last().executedAt());
            values.put("last_side", folded.last().rank().code());
            values.put("last_ref_id", folded.last().refId().value());
            return new Values(summary.version(), values);
        }

        /**
         * A row of version 1 of the fold has no last trade, and its last place is another kind of place. A row without a local
         * currency, but with a last trade, is of a version before currencies.
         */
        private static Values ofSummary(ResultSet row) throws SQLException {
            String lastRefId = row.getString("last_ref_id");
            Map<String, Object> values = new HashMap<>();
            for (PositionColumns.Column<?> column : PositionColumns.ALL) {
                if (lastRefId != null || !column.nullable()) {
                    values.put(column.name(), value(row, column.name(), column.type()));
                }
            }
            values.put("trades", row.getLong("trades"));
            values.put("updated_at", Rows.time(row, "updated_at"));
            if (lastRefId != null) {
                values.put("last_executed_at", Rows.time(row, "last_executed_at"));
                values.put("last_side", row.getInt("last_side"));
                values.put("last_ref_id", lastRefId);
                if (row.getString("local_currency") == null && row.getString("last_price") != null) {
                    values.put("local_currency", Rows.PORTFOLIO_CURRENCY);
                }
            }
            return new Values(row.getLong("version"), values);
        }

        /** The values of a record's row; its outcome is compared apart. */
        public static Values of(Accepted accepted) {
            return switch (accepted) {
                case AcceptedTrade trade -> of(trade, OF_TRADE);
                case AcceptedActivity activity -> of(activity, OF_ACTIVITY);
            };
        }

        private static <T extends Accepted> Values of(T accepted, List<BookingColumn<T, ?>> columns) {
            Map<String, Object> values = new HashMap<>();
            columns.forEach(column ->
                    values.put(column.name(), comparable(column.value().apply(accepted))));
            return new Values(accepted.version(), values);
        }

        private static <T extends Accepted> Values ofRecord(ResultSet row, List<BookingColumn<T, ?>> columns)
                throws SQLException {
            Map<String, Object> values = new HashMap<>();
            for (BookingColumn<?, ?> column : columns) {
                values.put(column.name(), value(row, column.name(), column.type()));
            }
            return new Values(row.getLong("version"), values);
        }

        private static Object value(ResultSet row, String column, ElementType<?> type) throws SQLException {
            Object value = row.getObject(column);
            return comparable(value != null && type.equals(ElementType.TIMESTAMPTZ) ? Rows.time(row, column) : value);
        }

        /** The same for a value of the domain and for what the driver reads of its column. */
        private static Object comparable(@Nullable Object value) {
            return switch (value) {
                case null -> Optional.empty();
                case BigDecimal number -> plain(number);
                default -> value;
            };
        }

        private static BigDecimal plain(BigDecimal number) {
            return number.stripTrailingZeros();
        }
    }

    /**
     * A trade or an activity as it is stored.
     *
     * @param values all but what the fold made of it
     */
    public record RecordRow(Values values, FoldOutcome outcome) {}

    /** An accepted event of a key, with the bytes it came in. */
    @SuppressWarnings("ArrayRecordComponent")
    public record KeyEvent(
            PositionKey key,
            UUID eventId,
            String type,
            @Nullable String refId,
            LogPosition origin,
            byte[] payload) {}

    /** The summary of a key; empty if nothing has happened to it. */
    public Optional<Values> summary(int generation, PositionKey key) {
        return ofKey(SUMMARY, generation, key)
                .query((row, _) -> Values.ofSummary(row))
                .optional();
    }

    /** Trades and activities of a key by their ref_ids, each up to a limit. */
    public Map<String, RecordRow> records(int generation, PositionKey key, int limit) {
        Map<String, RecordRow> records = new HashMap<>();
        collect(TRADES, OF_TRADE, generation, key, limit, records);
        collect(ACTIVITIES, OF_ACTIVITY, generation, key, limit, records);
        return records;
    }

    private <T extends Accepted> void collect(
            String sql,
            List<BookingColumn<T, ?>> columns,
            int generation,
            PositionKey key,
            int limit,
            Map<String, RecordRow> records) {
        ofKey(sql, generation, key).param("limit", limit).query(row -> {
            records.put(row.getString("ref_id"), new RecordRow(Values.ofRecord(row, columns), Rows.outcome(row)));
        });
    }

    private JdbcClient.StatementSpec ofKey(String sql, int generation, PositionKey key) {
        return jdbc.sql(sql)
                .param("generation", generation)
                .param("client", key.client().value())
                .param("portfolio", key.portfolio().value())
                .param("ticker", key.ticker().value());
    }

    /** The events of some keys, key by key, each in the order of the log; to be closed, and within a transaction. */
    public Stream<KeyEvent> events(int generation, Collection<PositionKey> keys) {
        return jdbc
                .sql(EVENTS)
                .withFetchSize(FETCH_SIZE)
                .param("generation", generation)
                .param("clients", SqlArrays.texts(keys, PositionKey::client))
                .param(
                        "portfolios",
                        SqlArrays.longs(keys, key -> key.portfolio().value()))
                .param("tickers", SqlArrays.texts(keys, PositionKey::ticker))
                .query((row, _) -> new KeyEvent(
                        Rows.key(row),
                        Rows.uuid(row, "event_id"),
                        row.getString("type"),
                        row.getString("ref_id"),
                        Rows.origin(row),
                        row.getBytes("payload")))
                .stream();
    }
}
