package io.trakkit.store.ledger;

import static io.trakkit.store.postgres.BinaryArray.ElementType.INT2;
import static io.trakkit.store.postgres.BinaryArray.ElementType.INT8;
import static io.trakkit.store.postgres.BinaryArray.ElementType.NUMERIC;
import static io.trakkit.store.postgres.BinaryArray.ElementType.TEXT;
import static io.trakkit.store.postgres.BinaryArray.ElementType.TIMESTAMPTZ;
import static io.trakkit.store.postgres.BinaryArray.ElementType.UUID;

import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.position.AcceptedTrade;
import io.trakkit.domain.trade.Fingerprint;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Isin;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Volume;
import io.trakkit.store.postgres.BinaryArray.ElementType;
import io.trakkit.store.postgres.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the table {@code trades}, without the generation and the sequence of fold version 1. All statements about whole rows take them from here: to
 * insert, update, read, copy and compare.
 */
public final class TradeColumns {

    /** All columns. */
    public static final List<Column<?>> ALL = List.of(
            key("client_id", TEXT, t -> t.client().value()),
            key("ref_id", TEXT, t -> t.trade().refId().value()),
            key("portfolio_id", INT8, t -> t.trade().portfolio().value()),
            key("ticker", TEXT, t -> t.trade().ticker().value()),
            fixed("user_id", TEXT, t -> t.trade().user().value()),
            fixed("side", INT2, t -> t.trade().side().code()),
            fixed("security_type", TEXT, t -> t.trade().securityType().wireName()),
            updated("volume", NUMERIC, t -> t.trade().volume().value()),
            updated("price", NUMERIC, t -> t.trade().price().value()),
            updated("status", TEXT, t -> t.trade().status().wireName()),
            fixed("executed_at", TIMESTAMPTZ, t -> t.trade().executedAt()),
            outcome("state", TEXT, t -> t.state().wireName()),
            outcome("held_at_rejection", NUMERIC, t -> t.outcome().held()),
            updated("version", INT8, AcceptedTrade::version),
            fixed("fingerprint", UUID, t -> t.fingerprint().value()),
            fixed("created_at", TIMESTAMPTZ, AcceptedTrade::createdAt),
            updated("updated_at", TIMESTAMPTZ, AcceptedTrade::updatedAt),
            optional("isin", TEXT, t -> t.trade().isin().map(Isin::value).orElse(null)));

    /** The part of a column in a row. */
    public enum Role {
        /** Identifies the trade or its position. */
        KEY,
        /** Set by the creation. */
        FIXED,
        /** Set by the creation and by amendments. */
        UPDATED,
        /** Set by the fold. */
        OUTCOME
    }

    /**
     * A column.
     *
     * @param optional whether a comparison leaves the column out of a trade's line where it is NULL
     * @param value its value for a trade; null for SQL's NULL
     */
    public record Column<E>(
            String name,
            ElementType<E> type,
            Role role,
            boolean optional,
            Function<AcceptedTrade, @Nullable E> value) {}

    private TradeColumns() {}

    private static <E> Column<E> key(String name, ElementType<E> type, Function<AcceptedTrade, @Nullable E> value) {
        return new Column<>(name, type, Role.KEY, false, value);
    }

    private static <E> Column<E> fixed(String name, ElementType<E> type, Function<AcceptedTrade, @Nullable E> value) {
        return new Column<>(name, type, Role.FIXED, false, value);
    }

    private static <E> Column<E> updated(String name, ElementType<E> type, Function<AcceptedTrade, @Nullable E> value) {
        return new Column<>(name, type, Role.UPDATED, false, value);
    }

    private static <E> Column<E> optional(
            String name, ElementType<E> type, Function<AcceptedTrade, @Nullable E> value) {
        return new Column<>(name, type, Role.UPDATED, true, value);
    }

    private static <E> Column<E> outcome(String name, ElementType<E> type, Function<AcceptedTrade, @Nullable E> value) {
        return new Column<>(name, type, Role.OUTCOME, false, value);
    }

    /** The names of all columns of a table alias, for a SELECT that {@link #trade} reads. */
    public static String of(String alias) {
        return ALL.stream().map(column -> alias + "." + column.name()).collect(Collectors.joining(", "));
    }

    /** The names of all columns, for an INSERT … SELECT. */
    public static String names() {
        return ALL.stream().map(Column::name).collect(Collectors.joining(", "));
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
                Optional.ofNullable(row.getString("isin")).map(Isin::new));
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
