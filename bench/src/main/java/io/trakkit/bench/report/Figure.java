package io.trakkit.bench.report;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One row of a scenario's table.
 *
 * @param ours ours divided by this one, by the medians; empty where it is ours or there is nothing to compare
 */
public record Figure(String name, String unit, Spread spread, OptionalDouble ours, List<Target> targets) {

    /** A figure that stands by itself. */
    public static Figure of(String name, String unit, List<Double> rounds) {
        return new Figure(name, unit, Spread.of(rounds), OptionalDouble.empty(), List.of());
    }

    /** A figure beside ours. */
    public Figure beside(Figure ours) {
        return new Figure(name, unit, spread, OptionalDouble.of(ours.median() / median()), targets);
    }

    public Figure with(Target... targets) {
        return new Figure(name, unit, spread, ours, List.of(targets));
    }

    public double median() {
        return spread.median();
    }
}
