package io.trakkit.query.page;

import io.trakkit.store.query.page.Direction;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The fields and sort orders of a list.
 *
 * @param name tells its cursors from those of other lists
 * @param fields the fields that a row has
 * @param orders the fields that the list can be ordered by, each with the fields that break its ties; none
 *     where there is one order only
 * @param byDefault the order where none is asked for
 * @param toTexts a row's place in an order, as texts that a cursor can carry
 * @param fromTexts the place again
 * @param <K> what tells a row's place
 */
public record ListShape<K>(
        String name,
        List<String> fields,
        Map<String, List<String>> orders,
        Ordering byDefault,
        Function<K, List<String>> toTexts,
        Function<List<String>, K> fromTexts) {

    /** By which field a list is ordered, and in which direction. */
    public record Ordering(String field, Direction direction) {

        @Override
        public String toString() {
            return switch (direction) {
                case ASCENDING -> field;
                case DESCENDING -> "-" + field;
            };
        }
    }
}
