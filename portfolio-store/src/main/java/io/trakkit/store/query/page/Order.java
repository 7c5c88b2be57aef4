package io.trakkit.store.query.page;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The total order of a list.
 *
 * @param columns the columns that make it, all in one direction, the last making it total
 * @param values the values of those columns at a place
 */
public record Order<K>(List<String> columns, Direction direction, Function<K, List<Object>> values) {

    /** The order in which rows are read for a window. */
    public Direction reading(Window<K> window) {
        return window.isBackward() ? direction.reversed() : direction;
    }

    public String by(Direction reading) {
        return columns.stream().map(column -> column + reading.keyword()).collect(Collectors.joining(", "));
    }

    /**
     * What leaves out the rows before the window. The first column is compared by itself as well: an index that has only
     * that one can set in at the right place, too.
     *
     * @param alias of the table that has the columns
     */
    public Conditions within(Window<K> window, String alias) {
        return switch (window.start()) {
            case Window.Start.Skipping<K> _ -> new Conditions();
            case Window.Start.After<K> after -> beyond(after.key(), direction, alias);
            case Window.Start.Before<K> before -> beyond(before.key(), direction.reversed(), alias);
        };
    }

    private Conditions beyond(K key, Direction reading, String alias) {
        Conditions conditions = new Conditions();
        String follows = reading.follows();
        List<Object> places = values.apply(key);
        for (int i = 0; i < places.size(); i++) {
            conditions.with("key" + i, places.get(i));
        }
        String place =
                IntStream.range(0, places.size()).mapToObj(i -> ":key" + i).collect(Collectors.joining(", "));
        String row = columns.stream().map(column -> alias + "." + column).collect(Collectors.joining(", "));
        return conditions
                .and(alias + "." + columns.getFirst() + " " + follows + "= :key0")
                .and("(" + row + ") " + follows + " (" + place + ")");
    }
}
