package io.trakkit.query.book;

import io.trakkit.store.query.page.Direction;
import io.trakkit.store.query.page.Slice;
import io.trakkit.store.query.page.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Picks the rows of one page while all rows go by in any order. It keeps no more rows than the page can need.
 *
 * @param <T> a row
 */
final class PageOfRows<T> {

    private final Window<Row> window;

    /** In the order of the list, from the window's beginning on. */
    private final Comparator<Row> order;

    private final TreeMap<Row, T> kept;
    private final int most;
    private int total;

    PageOfRows(Direction direction, Window<Row> window) {
        this.window = window;
        Comparator<Row> ofList =
                direction == Direction.ASCENDING ? Comparator.naturalOrder() : Comparator.reverseOrder();
        order = window.isBackward() ? ofList.reversed() : ofList;
        kept = new TreeMap<>(order);
        most = window.reach();
    }

    void add(Row place, T row) {
        total++;
        if (isInWindow(place)) {
            kept.put(place, row);
            if (kept.size() > most) {
                kept.pollLastEntry();
            }
        }
    }

    private boolean isInWindow(Row place) {
        return switch (window.start()) {
            case Window.Start.Skipping<Row> _ -> true;
            case Window.Start.After<Row> after -> order.compare(place, after.key()) > 0;
            case Window.Start.Before<Row> before -> order.compare(place, before.key()) > 0;
        };
    }

    /** The page with the places of its rows. */
    Slice<Map.Entry<Row, T>> slice() {
        int skipped = window.start() instanceof Window.Start.Skipping<Row> skipping ? skipping.rows() : 0;
        List<Map.Entry<Row, T>> rows = new ArrayList<>();
        kept.entrySet().stream().skip(skipped).map(Map.Entry::copyOf).forEach(rows::add);
        boolean more = rows.size() > window.size();
        if (more) {
            rows.removeLast();
        }
        return new Slice<>(window.isBackward() ? rows.reversed() : rows, more, total);
    }
}
