package io.trakkit.worker.testing;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.testing.PlainBook;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.value.Isin;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.testing.TestDatabase;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a database says after a worker's work, as the values of a {@link PlainBook}. */
public final class ReadModel {

    private final JdbcClient jdbc;
    private final int generation;

    public ReadModel(TestDatabase database) {
        this(database, 1);
    }

    /** @param generation the one that {@link #summaries()} and {@link #trades()} read */
    public ReadModel(TestDatabase database, int generation) {
        this.jdbc = database.jdbc();
        this.generation = generation;
    }

    /** The summaries in the order of their keys. */
    public Map<PositionKey, PlainBook.Line> summaries() {
        Map<PositionKey, PlainBook.Line> lines = new LinkedHashMap<>();
        jdbc.sql("""
                        SELECT portfolio_id, ticker, trim_scale(held) AS held, trim_scale(cost) AS cost,
                               trim_scale(realised) AS realised, version, updated_at
                        FROM summaries WHERE generation = ? ORDER BY portfolio_id, ticker COLLATE "C"
                        """).param(generation).query(row -> {
            lines.put(
                    new PositionKey(
                            ClientId.DEFAULT,
                            new PortfolioId(row.getLong("portfolio_id")),
                            new Ticker(row.getString("ticker"))),
                    new PlainBook.Line(
                            row.getBigDecimal("held"),
                            row.getBigDecimal("cost"),
                            row.getBigDecimal("realised"),
                            row.getLong("version"),
                            time(row, "updated_at")));
        });
        return lines;
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /**
     * The summary of a key that should have one.
     *
     * @throws AssertionError if it has none, which a wait for a condition takes for "not yet"
     */
    public PlainBook.Line summary(PositionKey key) {
        PlainBook.Line line = summaries().get(key);
        if (line == null) {
            throw new AssertionError("No summary of " + key);
        }
        return line;
    }

    public Map<RefId, PlainBook.TradeLine> trades() {
        Map<RefId, PlainBook.TradeLine> lines = new HashMap<>();
        jdbc.sql("""
                        SELECT ref_id, portfolio_id, ticker, trim_scale(volume) AS volume, trim_scale(price) AS price,
                               isin, state, version, updated_at
                        FROM trades WHERE generation = ?
                        """).param(generation).query(row -> {
            lines.put(
                    new RefId(row.getString("ref_id")),
                    new PlainBook.TradeLine(
                            new PositionKey(
                                    ClientId.DEFAULT,
                                    new PortfolioId(row.getLong("portfolio_id")),
                                    new Ticker(row.getString("ticker"))),
                            row.getBigDecimal("volume"),
                            row.getBigDecimal("price"),
                            Optional.ofNullable(row.getString("isin")).map(Isin::new),
                            TradeState.parse(row.getString("state")),
                            row.getLong("version"),
                            time(row, "updated_at")));
        });
        return lines;
    }

    /** The last trade of each key. */
    public Map<PositionKey, Optional<LastTrade>> lastTrades() {
        Map<PositionKey, Optional<LastTrade>> lines = new HashMap<>();
        jdbc.sql("""
                        SELECT portfolio_id, ticker, last_price, last_traded_at FROM summaries WHERE generation = ?
                        """).param(generation).query(row -> {
            BigDecimal price = row.getBigDecimal("last_price");
            lines.put(
                    new PositionKey(
                            ClientId.DEFAULT,
                            new PortfolioId(row.getLong("portfolio_id")),
                            new Ticker(row.getString("ticker"))),
                    price == null
                            ? Optional.empty()
                            : Optional.of(new LastTrade(new Price(price), time(row, "last_traded_at"))));
        });
        return lines;
    }

    /** What was held where each rejected sell is in the order. */
    public Map<RefId, BigDecimal> heldAtRejections() {
        Map<RefId, BigDecimal> lines = new HashMap<>();
        jdbc.sql("""
                        SELECT ref_id, trim_scale(held_at_rejection) AS held FROM trades
                        WHERE generation = ? AND held_at_rejection IS NOT NULL
                        """).param(generation).query(row -> {
            lines.put(new RefId(row.getString("ref_id")), row.getBigDecimal("held"));
        });
        return lines;
    }

    public int numberOfTrades() {
        return jdbc.sql("SELECT count(*) FROM trades").query(Integer.class).single();
    }

    /** The reasons of the dead letters, in the order of the log. */
    public List<@Nullable String> deadLetters() {
        return jdbc.sql("SELECT reason FROM dead_letters ORDER BY topic_id, partition, log_offset")
                .query(String.class)
                .list();
    }

    /** Everything there is, row by row, but for the numbers of refolds, which say how the rows came about. */
    public String everything() {
        return everything("t");
    }

    /** Everything but whether the dead letters are in their topic yet. */
    public String everythingButRelays() {
        return everything("t.topic_id, t.partition, t.log_offset, t.reason");
    }

    private String everything(String deadLetterColumns) {
        return String.join(
                "\n",
                rows("portfolios", "t", "portfolio_id"),
                rows(
                        "summaries",
                        "to_jsonb(t) - 'refolds' - 'action_change'",
                        "client_id, generation, portfolio_id, ticker"),
                rows("trades", "t", "client_id, generation, ref_id"),
                rows("activities", "t", "client_id, generation, ref_id"),
                rows("checkpoints", "t", "client_id, generation, portfolio_id, ticker, executed_at, side, ref_id"),
                rows("events", "t", "client_id, generation, event_id"),
                rows("dead_letters", deadLetterColumns, "client_id, topic_id, partition, log_offset"));
    }

    private String rows(String table, String columns, String order) {
        return String.join(
                "\n",
                jdbc.sql("SELECT (" + columns + ")::text FROM " + table + " t ORDER BY " + order)
                        .query(String.class)
                        .list());
    }
}
