package io.trakkit.store.postgres;

import io.trakkit.store.log.LogPosition;
import io.trakkit.store.postgres.BinaryArray.ElementType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Columns of a batch as arrays, one parameter per column, for statements that {@code unnest} them. */
public final class SqlArrays {

    private SqlArrays() {}

    public static <T, E> SqlTypeValue of(ElementType<E> type, Collection<T> rows, Function<T, @Nullable E> column) {
        return BinaryArray.of(type, rows, column);
    }

    public static <T> SqlTypeValue texts(Collection<T> rows, Function<T, ? extends @Nullable Object> column) {
        return BinaryArray.of(ElementType.TEXT, rows, row -> {
            Object value = column.apply(row);
            return value == null ? null : value.toString();
        });
    }

    public static <T> SqlTypeValue longs(Collection<T> rows, Function<T, @Nullable Long> column) {
        return BinaryArray.of(ElementType.INT8, rows, column);
    }

    public static <T> SqlTypeValue integers(Collection<T> rows, Function<T, @Nullable Integer> column) {
        return BinaryArray.of(ElementType.INT4, rows, column);
    }

    public static <T> SqlTypeValue shorts(Collection<T> rows, Function<T, @Nullable Integer> column) {
        return BinaryArray.of(ElementType.INT2, rows, column);
    }

    public static <T> SqlTypeValue uuids(Collection<T> rows, Function<T, @Nullable UUID> column) {
        return BinaryArray.of(ElementType.UUID, rows, column);
    }

    public static <T> SqlTypeValue decimals(Collection<T> rows, Function<T, @Nullable BigDecimal> column) {
        return BinaryArray.of(ElementType.NUMERIC, rows, column);
    }

    public static <T> SqlTypeValue times(Collection<T> rows, Function<T, @Nullable Instant> column) {
        return BinaryArray.of(ElementType.TIMESTAMPTZ, rows, column);
    }

    public static <T> SqlTypeValue bytes(Collection<T> rows, Function<T, byte @Nullable []> column) {
        return BinaryArray.of(ElementType.BYTEA, rows, column);
    }

    /** Sets log positions as parameters of a statement. */
    public static <T> JdbcClient.StatementSpec origins(
            JdbcClient.StatementSpec statement, Collection<T> rows, Function<T, LogPosition> origin) {
        return statement
                .param(
                        "topicIds",
                        uuids(rows, row -> origin.apply(row).partition().topicId()))
                .param(
                        "partitions",
                        integers(rows, row -> origin.apply(row).partition().partition()))
                .param("offsets", longs(rows, row -> origin.apply(row).offset()));
    }
}
