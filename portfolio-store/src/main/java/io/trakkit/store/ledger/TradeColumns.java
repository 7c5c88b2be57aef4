package io.trakkit.store.ledger;

import static io.trakkit.store.postgres.BinaryArray.ElementType.BOOL;
import static io.trakkit.store.postgres.BinaryArray.ElementType.INT2;
import static io.trakkit.store.postgres.BinaryArray.ElementType.INT8;
import static io.trakkit.store.postgres.BinaryArray.ElementType.NUMERIC;
import static io.trakkit.store.postgres.BinaryArray.ElementType.TEXT;
import static io.trakkit.store.postgres.BinaryArray.ElementType.TIMESTAMPTZ;
import static io.trakkit.store.postgres.BinaryArray.ElementType.UUID;

import io.trakkit.domain.event.Fingerprint;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.update.Accepted;
import io.trakkit.domain.update.AcceptedTrade;
import io.trakkit.domain.value.Isin;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Volume;
import io.trakkit.store.postgres.Rows;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the table {@code trades}, without the generation and the sequence of fold version 1. All statements about
 * whole rows take them from here: to insert, update, read, copy and compare.
 */
public final class TradeColumns {

    /** All columns. */
    public static final List<BookingColumn<AcceptedTrade, ?>> ALL = List.of(
            BookingColumn.key("client_id", TEXT, t -> t.client().value()),
            BookingColumn.key("ref_id", TEXT, t -> t.trade().refId().value()),
            BookingColumn.key("portfolio_id", INT8, t -> t.trade().portfolio().value()),
            BookingColumn.key("ticker", TEXT, t -> t.trade().ticker().value()),
            BookingColumn.fixed("user_id", TEXT, t -> t.trade().user().value()),
            BookingColumn.fixed("side", INT2, t -> t.trade().side().code()),
            BookingColumn.fixed(
                    "security_type", TEXT, t -> t.trade().securityType().wireName()),
            BookingColumn.updated("volume", NUMERIC, t -> t.trade().volume().value()),
            BookingColumn.updated("price", NUMERIC, t -> t.trade().price().value()),
            BookingColumn.updated("status", TEXT, t -> t.trade().status().wireName()),
            BookingColumn.updated("executed_at", TIMESTAMPTZ, t -> t.trade().executedAt()),
            BookingColumn.outcome("state", TEXT, t -> t.state().wireName()),
            BookingColumn.outcome("held_at_rejection", NUMERIC, t -> t.outcome().held()),
            BookingColumn.updated("version", INT8, AcceptedTrade::version),
            BookingColumn.fixed("fingerprint", UUID, t -> t.fingerprint().value()),
            BookingColumn.fixed("created_at", TIMESTAMPTZ, AcceptedTrade::createdAt),
            BookingColumn.updated("updated_at", TIMESTAMPTZ, AcceptedTrade::updatedAt),
            BookingColumn.optional(
                    "isin", TEXT, t -> t.trade().isin().map(Isin::value).orElse(null)),
            BookingColumn.optional(
                    "fee", NUMERIC, t -> unlessZero(t.trade().charges().fee())),
            BookingColumn.optional(
                    "tax", NUMERIC, t -> unlessZero(t.trade().charges().tax())),
            BookingColumn.optional("currency", TEXT, TradeColumns::currency),
            BookingColumn.optional("fx_rate", NUMERIC, TradeColumns::fxRate),
            BookingColumn.optional("fx_looked_up", BOOL, TradeColumns::fxLookedUp));

    private TradeColumns() {}

    private static @Nullable BigDecimal unlessZero(Money amount) {
        return amount.isZero() ? null : amount.value();
    }

    static @Nullable String currency(Accepted accepted) {
        Optional<Conversion> conversion = accepted.booking().conversion();
        return conversion.isEmpty() ? null : conversion.get().currency().value();
    }

    static @Nullable BigDecimal fxRate(Accepted accepted) {
        Optional<Conversion> conversion = accepted.booking().conversion();
        return conversion.isEmpty() ? null : conversion.get().rate().value();
    }

    /** NULL rather than false, as of a trade that has no rate. */
    static @Nullable Boolean fxLookedUp(Accepted accepted) {
        return accepted.booking().conversion().filter(Conversion::lookedUp).isPresent() ? true : null;
    }

    /** The names of all columns of a table alias, for a SELECT that {@link #trade} reads. */
    public static String of(String alias) {
        return BookingColumn.each(ALL, alias + ".%s");
    }

    /** The names of all columns, for an INSERT … SELECT. */
    public static String names() {
        return BookingColumn.each(ALL, "%s");
    }

    /** Reads a row. */
    public static AcceptedTrade trade(ResultSet row) throws SQLException {
        Trade trade = new Trade(
                new RefId(row.getString("ref_id")),
                new UserId(row.getString("user_id")),
                Rows.portfolio(row),
                Side.ofCode(row.getInt("side")),
                SecurityType.parse(row.getString("security_type")),
                Rows.ticker(row),
                new Volume(row.getBigDecimal("volume")),
                new Price(row.getBigDecimal("price")),
                TradeStatus.parse(row.getString("status")),
                Rows.time(row, "executed_at"),
                Optional.ofNullable(row.getString("isin")).map(Isin::new),
                Trades.charges(row.getBigDecimal("fee"), row.getBigDecimal("tax")),
                Rows.conversion(
                        row.getString("currency"), row.getBigDecimal("fx_rate"), row.getBoolean("fx_looked_up")));
        return new AcceptedTrade(
                Rows.client(row),
                trade,
                Rows.outcome(row),
                row.getLong("version"),
                new Fingerprint(Rows.uuid(row, "fingerprint")),
                Rows.time(row, "created_at"),
                Rows.time(row, "updated_at"));
    }
}
