package io.trakkit.store;

import io.trakkit.domain.ClientId;
import io.trakkit.domain.PortfolioId;
import io.trakkit.domain.Position;
import io.trakkit.domain.PositionKey;
import io.trakkit.domain.Ticker;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

/** Reads the values that the columns of several tables share. */
final class Rows {

    private Rows() {}

    static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    static ClientId client(ResultSet row) throws SQLException {
        return new ClientId(row.getString("client_id"));
    }

    static PositionKey key(ResultSet row) throws SQLException {
        return new PositionKey(
                client(row), new PortfolioId(row.getLong("portfolio_id")), new Ticker(row.getString("ticker")));
    }

    static Position position(ResultSet row) throws SQLException {
        return new Position(row.getBigDecimal("held"), row.getBigDecimal("cost"), row.getBigDecimal("realised"));
    }

    static LogPosition origin(ResultSet row) throws SQLException {
        return new LogPartition(uuid(row, "topic_id"), row.getInt("partition")).at(row.getLong("log_offset"));
    }
}
