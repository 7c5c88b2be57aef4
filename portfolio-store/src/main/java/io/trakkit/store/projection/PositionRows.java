package io.trakkit.store.projection;

import io.trakkit.domain.position.AcceptedTrade;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.position.Summary;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.TradeOrder;
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
            SELECT held, cost, realised, last_executed_at, last_side, last_ref_id, last_price, last_traded_at,
                   trades, version, updated_at
            FROM summaries
            WHERE client_id = :client AND generation = :generation AND portfolio_id = :portfolio AND ticker = :ticker
                AND version > 0
            """;

    private static final String TRADES = """
            SELECT %s
            FROM trades t
            WHERE client_id = :client AND generation = :generation AND portfolio_id = :portfolio AND ticker = :ticker
            LIMIT :limit
            """.formatted(TradeColumns.of("t"));

    /** The columns of a trade to compare: its key is known, its version tells which events to compare, and the outcome is the fold's. */
    private static final List<TradeColumns.Column<?>> COMPARED = TradeColumns.ALL.stream()
            .filter(column -> switch (column.role()) {
                case FIXED, UPDATED -> !column.name().equals("version");
                case KEY, OUTCOME -> false;
            })
            .toList();

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

        /** What a summary must say; how far it is to the next checkpoint is left out. */
        public static Values of(Summary summary) {
            Position position = summary.folded().position();
            TradeOrder last = summary.folded().last();
            LastTrade lastTrade = summary.folded().lastTrade();
            Map<String, Object> values = Map.of(
                    "held", plain(position.held()),
                    "cost", plain(position.cost()),
                    "realised", plain(position.realised()),
                    "trades", summary.trades(),
                    "updated_at", summary.updatedAt(),
                    "last_executed_at", last.executedAt(),
                    "last_side", last.side().code(),
                    "last_ref_id", last.refId().value(),
                    "last_price",
                            Optional.ofNullable(lastTrade)
                                    .map(trade -> plain(trade.price().value())),
                    "last_traded_at", Optional.ofNullable(lastTrade).map(LastTrade::time));
            return new Values(summary.version(), values);
        }

        /** What version 1 of the fold wrote says nothing of the last trade, and its last place is another kind of place. */
        private static Values ofSummary(ResultSet row) throws SQLException {
            Map<String, Object> values = new HashMap<>(Map.of(
                    "held", plain(row.getBigDecimal("held")),
                    "cost", plain(row.getBigDecimal("cost")),
                    "realised", plain(row.getBigDecimal("realised")),
                    "trades", row.getLong("trades"),
                    "updated_at", Rows.time(row, "updated_at")));
            String lastRefId = row.getString("last_ref_id");
            if (lastRefId != null) {
                BigDecimal price = row.getBigDecimal("last_price");
                values.put("last_executed_at", Rows.time(row, "last_executed_at"));
                values.put("last_side", row.getInt("last_side"));
                values.put("last_ref_id", lastRefId);
                values.put("last_price", Optional.ofNullable(price).map(Values::plain));
                values.put(
                        "last_traded_at",
                        price == null ? Optional.empty() : Optional.of(Rows.time(row, "last_traded_at")));
            }
            return new Values(row.getLong("version"), values);
        }

        /** The values of a trade's row; its outcome is compared apart. */
        public static Values of(AcceptedTrade accepted) {
            Map<String, Object> values = new HashMap<>();
            COMPARED.forEach(column ->
                    values.put(column.name(), comparable(column.value().apply(accepted))));
            return new Values(accepted.version(), values);
        }

        private static Values ofTrade(ResultSet row) throws SQLException {
            Map<String, Object> values = new HashMap<>();
            for (TradeColumns.Column<?> column : COMPARED) {
                Object value = column.type().equals(ElementType.TIMESTAMPTZ)
                        ? Rows.time(row, column.name())
                        : row.getObject(column.name());
                values.put(column.name(), comparable(value));
            }
            return new Values(row.getLong("version"), values);
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
     * A trade as it stands.
     *
     * @param values all but what the fold made of it
     */
    public record TradeRow(Values values, FoldOutcome outcome) {}

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

    /** Trades of a key by their ref_ids, up to a limit. */
    public Map<String, TradeRow> trades(int generation, PositionKey key, int limit) {
        Map<String, TradeRow> trades = new HashMap<>();
        ofKey(TRADES, generation, key).param("limit", limit).query(row -> {
            trades.put(row.getString("ref_id"), new TradeRow(Values.ofTrade(row), Rows.outcome(row)));
        });
        return trades;
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
