package io.trakkit.store.postgres;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.log.LogPosition;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes column values that several tables share. */
public final class Rows {

    private Rows() {}

    public static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** A time as the driver takes it for a parameter. */
    public static Object toSql(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    public static UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    public static ClientId client(ResultSet row) throws SQLException {
        return new ClientId(row.getString("client_id"));
    }

    public static PortfolioId portfolio(ResultSet row) throws SQLException {
        return new PortfolioId(row.getLong("portfolio_id"));
    }

    public static Ticker ticker(ResultSet row) throws SQLException {
        return new Ticker(row.getString("ticker"));
    }

    public static PositionKey key(ResultSet row) throws SQLException {
        return new PositionKey(client(row), portfolio(row), ticker(row));
    }

    public static Position position(ResultSet row) throws SQLException {
        return new Position(row.getBigDecimal("held"), row.getBigDecimal("cost"), row.getBigDecimal("realised"));
    }

    public static TradeOrder tradeOrder(ResultSet row, String executedAt, String side, String refId)
            throws SQLException {
        return new TradeOrder(time(row, executedAt), Side.ofCode(row.getInt(side)), new RefId(row.getString(refId)));
    }

    /** The last trade; null if there is none yet, and in the rows of version 1 of the fold. */
    public static @Nullable LastTrade lastTrade(ResultSet row) throws SQLException {
        BigDecimal price = row.getBigDecimal("last_price");
        return price == null ? null : new LastTrade(new Price(price), time(row, "last_traded_at"));
    }

    public static FoldOutcome outcome(ResultSet row) throws SQLException {
        return new FoldOutcome(TradeState.parse(row.getString("state")), row.getBigDecimal("held_at_rejection"));
    }

    public static LogPosition origin(ResultSet row) throws SQLException {
        return new LogPartition(uuid(row, "topic_id"), row.getInt("partition")).at(row.getLong("log_offset"));
    }
}
