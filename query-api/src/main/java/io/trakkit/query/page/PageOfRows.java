package io.trakkit.query.page;

import io.trakkit.store.query.page.Direction;
import io.trakkit.store.query.page.Slice;
import io.trakkit.store.query.page.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Picks the rows of one page while all rows go by in any order. It keeps no more rows than the page can need.
 *
 * @param <K> the place of a row; its natural order is that of the ascending list
 * @param <T> a row
 */
public final class PageOfRows<K extends Comparable<K>, T> {

    private final Window<K> window;

    /** In the order of the list, from the window's beginning on. */
    private final Comparator<K> order;

    private final TreeMap<K, T> kept;
    private final int most;
    private int total;

    public PageOfRows(Direction direction, Window<K> window) {
        this.window = window;
        Comparator<K> ofList = direction == Direction.ASCENDING ? Comparator.naturalOrder() : Comparator.reverseOrder();
        order = window.isBackward() ? ofList.reversed() : ofList;
        kept = new TreeMap<>(order);
        most = window.reach();
    }

    /** Counts a row. It is made only if the page may need it: of a long list, most rows are not. */
    public void add(K place, Supplier<? extends T> row) {
        total++;
        if (isInWindow(place) && isWanted(place)) {
            kept.put(place, row.get());
            if (kept.size() > most) {
                kept.pollLastEntry();
            }
        }
    }

    private boolean isWanted(K place) {
        return kept.size() < most || order.compare(place, kept.lastKey()) < 0;
    }

    private boolean isInWindow(K place) {
        return switch (window.start()) {
            case Window.Start.Skipping<K> _ -> true;
            case Window.Start.After<K> after -> order.compare(place, after.key()) > 0;
            case Window.Start.Before<K> before -> order.compare(place, before.key()) > 0;
        };
    }

    /** The page with the places of its rows. */
    public Slice<Map.Entry<K, T>> slice() {
        int skipped = window.start() instanceof Window.Start.Skipping<K> skipping ? skipping.rows() : 0;
        List<Map.Entry<K, T>> rows = new ArrayList<>();
        kept.entrySet().stream().skip(skipped).map(Map.Entry::copyOf).forEach(rows::add);
        boolean more = rows.size() > window.size();
        if (more) {
            rows.removeLast();
        }
        return new Slice<>(window.isBackward() ? rows.reversed() : rows, more, total);
    }
}
