package io.trakkit.bench.report;

/** What a figure must reach, and whether its median does. */
public record Target(String text, boolean met) {

    /** At least so much. */
    public static Target atLeast(double limit, String unit, double reached) {
        return new Target("≥ " + Numbers.shown(limit) + unit, reached >= limit);
    }

    /** At most so much. */
    public static Target atMost(double limit, String unit, double reached) {
        return new Target("≤ " + Numbers.shown(limit) + unit, reached <= limit);
    }
}
