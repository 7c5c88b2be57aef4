package io.trakkit.domain.returns;

import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ratio;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * The splits and bonus issues of a ticker that count in a portfolio. A quote is the price of a unit of its own time; they
 * restate it for a later time.
 *
 * <p>All sources are taken to quote raw prices. Once a source can say that its history is adjusted, its quotes have to be
 * converted back to units of their own time before they come here.
 *
 * @param changes by time
 */
public record Splits(List<Change> changes) {

    /** No splits. */
    public static final Splits NONE = new Splits(List.of());

    /**
     * A change of all units at a time.
     *
     * @param units the units that one unit becomes
     */
    public record Change(Instant at, Ratio units) {}

    public Splits {
        changes = changes.stream().sorted(Comparator.comparing(Change::at)).toList();
    }

    /**
     * The price of one unit as it is at a time.
     *
     * @param observedAt the time of the price; at the moment of a split it is that of a unit after it
     */
    public Price restated(Price price, Instant observedAt, Instant at) {
        Price restated = price;
        for (Change change : changes) {
            if (change.at().isAfter(observedAt) && !change.at().isAfter(at)) {
                restated = restated.split(change.units());
            }
        }
        return restated;
    }
}
