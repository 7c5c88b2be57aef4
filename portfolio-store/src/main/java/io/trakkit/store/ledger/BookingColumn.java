package io.trakkit.store.ledger;

import io.trakkit.domain.update.Accepted;
import io.trakkit.store.postgres.BinaryArray.ElementType;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A column of the table of trades or of activities.
 *
 * @param optional whether a comparison leaves the column out of a record's line where it is NULL
 * @param value its value for a record; null for SQL's NULL
 */
public record BookingColumn<T extends Accepted, E>(
        String name, ElementType<E> type, Role role, boolean optional, Function<T, @Nullable E> value) {

    /** The part of a column in a row. */
    public enum Role {
        /** Identifies the record or its position. */
        KEY,
        /** Set by the creation. */
        FIXED,
        /** Set by the creation and by amendments. */
        UPDATED,
        /** Set by the fold. */
        OUTCOME
    }

    static <T extends Accepted, E> BookingColumn<T, E> key(
            String name, ElementType<E> type, Function<T, @Nullable E> value) {
        return new BookingColumn<>(name, type, Role.KEY, false, value);
    }

    static <T extends Accepted, E> BookingColumn<T, E> fixed(
            String name, ElementType<E> type, Function<T, @Nullable E> value) {
        return new BookingColumn<>(name, type, Role.FIXED, false, value);
    }

    static <T extends Accepted, E> BookingColumn<T, E> updated(
            String name, ElementType<E> type, Function<T, @Nullable E> value) {
        return new BookingColumn<>(name, type, Role.UPDATED, false, value);
    }

    static <T extends Accepted, E> BookingColumn<T, E> optional(
            String name, ElementType<E> type, Function<T, @Nullable E> value) {
        return new BookingColumn<>(name, type, Role.UPDATED, true, value);
    }

    static <T extends Accepted, E> BookingColumn<T, E> outcome(
            String name, ElementType<E> type, Function<T, @Nullable E> value) {
        return new BookingColumn<>(name, type, Role.OUTCOME, false, value);
    }

    /** The names of columns in a format with one or more {@code %1$s}, separated by commas. */
    static <T extends Accepted> String each(List<BookingColumn<T, ?>> columns, String format) {
        return columns.stream().map(column -> format.formatted(column.name())).collect(Collectors.joining(", "));
    }
}
