package io.trakkit.faults.check;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.testing.PlainBook;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.value.Isin;
import io.trakkit.domain.value.Ticker;
import io.trakkit.faults.site.Database;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What the live read model holds, in the terms of a {@link PlainBook}. */
public record Tables(
        Map<PositionKey, PlainBook.Line> summaries,
        Map<RefId, PlainBook.TradeLine> trades,
        Set<UUID> events,
        Map<Origin, String> deadLetters) {

    private interface Rows {
        void take(ResultSet row) throws SQLException;
    }

    public static Tables of(Database database) {
        try (Connection connection = database.connect()) {
            return new Tables(summaries(connection), trades(connection), events(connection), deadLetters(connection));
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL does not answer the suite itself", e);
        }
    }

    private static Map<PositionKey, PlainBook.Line> summaries(Connection connection) throws SQLException {
        Map<PositionKey, PlainBook.Line> summaries = new HashMap<>();
        query(
                connection,
                """
                SELECT portfolio_id, ticker, held, cost, realised, version, updated_at
                FROM summaries JOIN generations USING (generation) WHERE state = 'live'
                """,
                row -> summaries.put(
                        key(row),
                        new PlainBook.Line(
                                number(row, "held"),
                                number(row, "cost"),
                                number(row, "realised"),
                                row.getLong("version"),
                                time(row))));
        return summaries;
    }

    private static Map<RefId, PlainBook.TradeLine> trades(Connection connection) throws SQLException {
        Map<RefId, PlainBook.TradeLine> trades = new HashMap<>();
        query(
                connection,
                """
                SELECT ref_id, portfolio_id, ticker, volume, price, isin, t.state, version, updated_at
                FROM trades t JOIN generations g USING (generation) WHERE g.state = 'live'
                """,
                row -> trades.put(
                        new RefId(row.getString("ref_id")),
                        new PlainBook.TradeLine(
                                key(row),
                                number(row, "volume"),
                                number(row, "price"),
                                Optional.ofNullable(row.getString("isin")).map(Isin::new),
                                TradeState.parse(row.getString("state")),
                                row.getLong("version"),
                                time(row))));
        return trades;
    }

    private static Set<UUID> events(Connection connection) throws SQLException {
        Set<UUID> events = new HashSet<>();
        query(connection, """
                SELECT event_id FROM events JOIN generations USING (generation) WHERE state = 'live'
                """, row -> events.add(row.getObject("event_id", UUID.class)));
        return events;
    }

    private static Map<Origin, String> deadLetters(Connection connection) throws SQLException {
        Map<Origin, String> letters = new HashMap<>();
        query(
                connection,
                "SELECT partition, log_offset, reason FROM dead_letters",
                row -> letters.put(
                        new Origin(row.getInt("partition"), row.getLong("log_offset")), row.getString("reason")));
        return letters;
    }

    private static void query(Connection connection, String sql, Rows each) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                each.take(rows);
            }
        }
    }

    private static PositionKey key(ResultSet row) throws SQLException {
        return new PositionKey(
                ClientId.DEFAULT, new PortfolioId(row.getLong("portfolio_id")), new Ticker(row.getString("ticker")));
    }

    /** Normalised, as the domain has it. */
    private static BigDecimal number(ResultSet row, String column) throws SQLException {
        BigDecimal shortest = row.getBigDecimal(column).stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }

    private static Instant time(ResultSet row) throws SQLException {
        return row.getObject("updated_at", OffsetDateTime.class).toInstant();
    }
}
