package io.trakkit.store.query.page;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.log.LogPosition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** Reads and writes column values of lists. */
public final class Columns {

    private Columns() {}

    public static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    public static Object toSql(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    public static PortfolioId portfolio(ResultSet row) throws SQLException {
        return new PortfolioId(row.getLong("portfolio_id"));
    }

    public static Ticker ticker(ResultSet row) throws SQLException {
        return new Ticker(row.getString("ticker"));
    }

    public static Position position(ResultSet row) throws SQLException {
        return new Position(row.getBigDecimal("held"), row.getBigDecimal("cost"), row.getBigDecimal("realised"));
    }

    public static LogPosition origin(ResultSet row) throws SQLException {
        return new LogPartition(row.getObject("topic_id", UUID.class), row.getInt("partition"))
                .at(row.getLong("log_offset"));
    }
}
