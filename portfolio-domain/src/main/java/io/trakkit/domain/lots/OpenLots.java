package io.trakkit.domain.lots;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The lots of one key, and which of them is taken first. */
final class OpenLots {

    private static final Comparator<OpenLot> HIGHEST_COST_FIRST = Comparator.comparing(
                    (OpenLot lot) -> lot.costPerUnit, Collections.reverseOrder())
            .thenComparing(lot -> lot.acquired);

    private final CostMethod method;

    /** In the order of acquisition; empty where the highest cost is taken first. */
    private final ArrayDeque<OpenLot> inOrder = new ArrayDeque<>();

    private final PriorityQueue<OpenLot> byCost = new PriorityQueue<>(HIGHEST_COST_FIRST);

    OpenLots(CostMethod method) {
        this.method = method;
    }

    void add(OpenLot lot, boolean isShort) {
        if (method == CostMethod.HIFO) {
            lot.rate(isShort);
            byCost.add(lot);
        } else {
            inOrder.add(lot);
        }
    }

    /** The lot from which units are taken next. */
    OpenLot next() {
        return switch (method) {
            case AVERAGE, FIFO -> inOrder.getFirst();
            case LIFO -> inOrder.getLast();
            case HIFO -> byCost.element();
        };
    }

    /** Removes the {@link #next} lot, which is used up. */
    void removeNext() {
        switch (method) {
            case AVERAGE, FIFO -> inOrder.removeFirst();
            case LIFO -> inOrder.removeLast();
            case HIFO -> byCost.remove();
        }
    }

    void removeAll() {
        inOrder.clear();
        byCost.clear();
    }

    /** In the order of acquisition. */
    List<OpenLot> all() {
        if (method != CostMethod.HIFO) {
            return new ArrayList<>(inOrder);
        }
        List<OpenLot> lots = new ArrayList<>(byCost);
        lots.sort(Comparator.comparing(lot -> lot.acquired));
        return lots;
    }

    /** Puts these lots in the place of all, after their costs or units have changed. */
    void replaceAll(List<OpenLot> lots, boolean isShort) {
        removeAll();
        lots.forEach(lot -> add(lot, isShort));
    }
}
