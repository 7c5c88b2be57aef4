package io.trakkit.store.postgres;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.LocalAmounts;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.Rank;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Money;
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
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes column values that several tables share. */
public final class Rows {

    /** In the column {@code local_currency}: no record has moved money yet, and yet there is a last trade. */
    public static final String NOTHING_MOVED = "-";

    /** In the column {@code local_currency}: all records are in the portfolio's currency. */
    public static final String PORTFOLIO_CURRENCY = "=";

    /** In the column {@code local_currency}: the records have several currencies. */
    public static final String MIXED_CURRENCIES = "*";

    private Rows() {}

    public static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** A time that may be NULL. */
    public static Optional<Instant> optionalTime(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
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

    /**
     * A position. A row of a version before currencies has no local currency: all its records are in the portfolio's.
     */
    public static Position position(ResultSet row) throws SQLException {
        BigDecimal held = row.getBigDecimal("held");
        BigDecimal realised = row.getBigDecimal("realised");
        boolean hasMoved = row.getBigDecimal("last_price") != null || held.signum() != 0 || realised.signum() != 0;
        return new Position(
                held,
                row.getBigDecimal("cost"),
                row.getBigDecimal("fees"),
                realised,
                row.getBigDecimal("income"),
                local(row, hasMoved));
    }

    private static LocalAmounts local(ResultSet row, boolean hasMoved) throws SQLException {
        String currency = row.getString("local_currency");
        return switch (currency) {
            case null -> hasMoved ? LocalAmounts.PORTFOLIO : LocalAmounts.NONE;
            case NOTHING_MOVED -> LocalAmounts.NONE;
            case PORTFOLIO_CURRENCY -> LocalAmounts.PORTFOLIO;
            case MIXED_CURRENCIES -> LocalAmounts.MIXED;
            default ->
                new LocalAmounts.Foreign(
                        new CurrencyCode(currency),
                        row.getBigDecimal("local_cost"),
                        row.getBigDecimal("local_realised"));
        };
    }

    public static TradeOrder tradeOrder(ResultSet row, String executedAt, String rank, String refId)
            throws SQLException {
        return new TradeOrder(time(row, executedAt), Rank.ofCode(row.getInt(rank)), new RefId(row.getString(refId)));
    }

    /** The last trade; null if there is none yet, and in the rows of version 1 of the fold. */
    public static @Nullable LastTrade lastTrade(ResultSet row) throws SQLException {
        BigDecimal price = row.getBigDecimal("last_price");
        return price == null
                ? null
                : new LastTrade(
                        new Price(price),
                        time(row, "last_traded_at"),
                        conversion(row.getString("last_currency"), row.getBigDecimal("last_fx_rate"), false));
    }

    /** The currency of a record's money with its rate; empty if there is none. */
    public static Optional<Conversion> conversion(
            @Nullable String currency, @Nullable BigDecimal rate, boolean lookedUp) {
        return currency == null || rate == null
                ? Optional.empty()
                : Optional.of(new Conversion(new CurrencyCode(currency), new FxRate(rate), lookedUp));
    }

    /** An amount of money; NULL is none. */
    public static Money money(@Nullable BigDecimal amount) {
        return amount == null ? Money.ZERO : new Money(amount);
    }

    public static FoldOutcome outcome(ResultSet row) throws SQLException {
        return new FoldOutcome(TradeState.parse(row.getString("state")), row.getBigDecimal("held_at_rejection"));
    }

    public static LogPosition origin(ResultSet row) throws SQLException {
        return new LogPartition(uuid(row, "topic_id"), row.getInt("partition")).at(row.getLong("log_offset"));
    }
}
