package io.trakkit.domain.valuation;

import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ratio;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * The splits and bonus issues of a ticker that count in a portfolio. A raw quote is the price of a unit of its own time, an
 * adjusted one that of a unit of the time at which it was observed. They restate both for any other time.
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
     * The price of one unit as it is at a time: divided by the splits between the two times if that is later than the price's
     * units, multiplied by them if it is earlier.
     *
     * @param unitsOf the time whose units the price is of; at the moment of a split it is that of a unit after it
     */
    public Price restated(Price price, Instant unitsOf, Instant at) {
        Price restated = price;
        for (Change change : changes) {
            if (isWithin(change, unitsOf, at)) {
                restated = restated.split(change.units());
            } else if (isWithin(change, at, unitsOf)) {
                restated = restated.split(change.units().inverse());
            }
        }
        return restated;
    }

    private static boolean isWithin(Change change, Instant after, Instant until) {
        return change.at().isAfter(after) && !change.at().isAfter(until);
    }
}
