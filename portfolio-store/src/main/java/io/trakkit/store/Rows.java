package io.trakkit.store;

import io.trakkit.domain.ClientId;
import io.trakkit.domain.LastTrade;
import io.trakkit.domain.Outcome;
import io.trakkit.domain.Place;
import io.trakkit.domain.PortfolioId;
import io.trakkit.domain.Position;
import io.trakkit.domain.PositionKey;
import io.trakkit.domain.Price;
import io.trakkit.domain.RefId;
import io.trakkit.domain.Side;
import io.trakkit.domain.Ticker;
import io.trakkit.domain.TradeState;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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

    static Place place(ResultSet row, String executedAt, String side, String refId) throws SQLException {
        return new Place(time(row, executedAt), Side.ofCode(row.getInt(side)), new RefId(row.getString(refId)));
    }

    /** Null where nothing was traded yet, and in the rows of version 1 of the fold. */
    static @Nullable LastTrade lastTrade(ResultSet row) throws SQLException {
        BigDecimal price = row.getBigDecimal("last_price");
        return price == null ? null : new LastTrade(new Price(price), time(row, "last_traded_at"));
    }

    static Outcome outcome(ResultSet row) throws SQLException {
        return new Outcome(TradeState.parse(row.getString("state")), row.getBigDecimal("held_at_rejection"));
    }

    static LogPosition origin(ResultSet row) throws SQLException {
        return new LogPartition(uuid(row, "topic_id"), row.getInt("partition")).at(row.getLong("log_offset"));
    }
}
