package io.trakkit.store;

import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;

/** Columns of a batch as arrays, one parameter per column, for statements that {@code unnest} them. */
final class SqlArrays {

    private SqlArrays() {}

    static <T> SqlArrayValue texts(Collection<T> rows, Function<T, ? extends @Nullable Object> column) {
        return array("text", rows, row -> {
            Object value = column.apply(row);
            return value == null ? null : value.toString();
        });
    }

    static <T> SqlArrayValue longs(Collection<T> rows, Function<T, @Nullable Long> column) {
        return array("int8", rows, column);
    }

    static <T> SqlArrayValue integers(Collection<T> rows, Function<T, Integer> column) {
        return array("int4", rows, column);
    }

    static <T> SqlArrayValue uuids(Collection<T> rows, Function<T, @Nullable UUID> column) {
        return array("uuid", rows, column);
    }

    static <T> SqlArrayValue decimals(Collection<T> rows, Function<T, java.math.BigDecimal> column) {
        return array("numeric", rows, row -> column.apply(row).toPlainString());
    }

    /** Times as text: the driver has no array of instants, and ISO 8601 keeps every microsecond in every time zone. */
    static <T> SqlArrayValue times(Collection<T> rows, Function<T, Instant> column) {
        return array("timestamptz", rows, row -> column.apply(row).toString());
    }

    static <T> SqlArrayValue bytes(Collection<T> rows, Function<T, byte @Nullable []> column) {
        byte[] @Nullable [] elements = new byte[rows.size()][];
        int i = 0;
        for (T row : rows) {
            elements[i++] = column.apply(row);
        }
        return new SqlArrayValue("bytea", (Object[]) elements);
    }

    private static <T> SqlArrayValue array(
            String type, Collection<T> rows, Function<T, ? extends @Nullable Object> column) {
        Object[] elements = new Object[rows.size()];
        int i = 0;
        for (T row : rows) {
            elements[i++] = column.apply(row);
        }
        return new SqlArrayValue(type, elements);
    }
}
