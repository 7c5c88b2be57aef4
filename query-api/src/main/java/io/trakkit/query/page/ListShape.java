package io.trakkit.query.page;

import io.trakkit.store.query.page.Direction;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The fields and sort orders of a list.
 *
 * @param name the name of the list in its cursors
 * @param fields the fields that a row has
 * @param orders the fields that the list can be ordered by, each with the fields that break its ties; empty if
 *     the list has one order
 * @param byDefault the order if the request has none
 * @param toTexts converts a row's key in an order to texts for a cursor
 * @param fromTexts converts the texts back to a key
 * @param <K> the key of a row in an order
 */
public record ListShape<K>(
        String name,
        List<String> fields,
        Map<String, List<String>> orders,
        Ordering byDefault,
        Function<K, List<String>> toTexts,
        Function<List<String>, K> fromTexts) {

    /** The field by which a list is ordered, and the direction. */
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
