package io.trakkit.domain.valuation;

import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ratio;
import java.math.BigDecimal;
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
     * A change of all units: so many {@code before} become so many {@code after}. No {@link Ratio}, since a bonus issue has more units
     * after it than its ratio says, and so perhaps a digit more than a ratio may have.
     *
     * @param at its own time: prices of earlier units are restated by it
     * @param countsFrom when on the units of the portfolio are those after it; earlier where it was received ahead of its time
     */
    public record Change(Instant at, Instant countsFrom, BigDecimal after, BigDecimal before) {

        /** A split that was not received ahead of its time. */
        public Change(Instant at, Ratio ratio) {
            this(at, at, ratio.numerator(), ratio.denominator());
        }

        private Price ofUnitAfter(Price price) {
            return Price.average(price.value().multiply(before), after);
        }

        private Price ofUnitBefore(Price price) {
            return Price.average(price.value().multiply(after), before);
        }
    }

    public Splits {
        changes = changes.stream().sorted(Comparator.comparing(Change::at)).toList();
    }

    /**
     * The price of one unit as the portfolio has it at a time: divided by the splits that are in its units and not in those of the
     * price, multiplied by those that are in the units of the price only.
     *
     * @param unitsOf the time whose units the price is of; at the moment of a split it is that of a unit after it
     */
    public Price restated(Price price, Instant unitsOf, Instant at) {
        Price restated = price;
        for (Change change : changes) {
            boolean isInPrice = !change.at().isAfter(unitsOf);
            boolean isInUnits = !change.countsFrom().isAfter(at);
            if (isInUnits && !isInPrice) {
                restated = change.ofUnitAfter(restated);
            } else if (isInPrice && !isInUnits) {
                restated = change.ofUnitBefore(restated);
            }
        }
        return restated;
    }
}
