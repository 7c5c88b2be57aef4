package io.trakkit.store.read;

import io.trakkit.domain.PortfolioId;
import io.trakkit.domain.Position;
import io.trakkit.domain.Ticker;
import io.trakkit.store.LogPartition;
import io.trakkit.store.LogPosition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** Reads the values that the columns of several lists share, and writes those that the driver does not take as such. */
final class Columns {

    private Columns() {}

    static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static Object toSql(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    static PortfolioId portfolio(ResultSet row) throws SQLException {
        return new PortfolioId(row.getLong("portfolio_id"));
    }

    static Ticker ticker(ResultSet row) throws SQLException {
        return new Ticker(row.getString("ticker"));
    }

    static Position position(ResultSet row) throws SQLException {
        return new Position(row.getBigDecimal("held"), row.getBigDecimal("cost"), row.getBigDecimal("realised"));
    }

    static LogPosition origin(ResultSet row) throws SQLException {
        return new LogPartition(row.getObject("topic_id", UUID.class), row.getInt("partition"))
                .at(row.getLong("log_offset"));
    }
}
