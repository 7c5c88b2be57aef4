package io.trakkit.bench.report;

import java.util.List;

/** A figure over several rounds. */
public record Spread(double min, double median, double max, int rounds) {

    /** @throws IllegalArgumentException if there is nothing to spread */
    public static Spread of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("No round, no figure");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(sorted.getFirst(), median, sorted.getLast(), sorted.size());
    }
}
