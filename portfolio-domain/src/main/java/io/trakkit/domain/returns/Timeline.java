package io.trakkit.domain.returns;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * When a portfolio is valued over a span: at the times that were asked for, and before and after each day on which money
 * was put in or taken out. Between two valuations there are flows of one day at most.
 */
public final class Timeline {

    private final List<Instant> times;
    private final Set<Instant> wanted;

    private Timeline(List<Instant> times, Set<Instant> wanted) {
        this.times = times;
        this.wanted = wanted;
    }

    /**
     * The valuations of a span.
     *
     * @param wanted the times that were asked for, ascending, the two ends included
     * @param flowDays the days, as {@link #dayOf} says, on which there were flows
     */
    public static Timeline of(List<Instant> wanted, Collection<LocalDate> flowDays) {
        TreeSet<Instant> times = new TreeSet<>(wanted);
        for (LocalDate day : flowDays) {
            addWithin(times, wanted, day);
            addWithin(times, wanted, day.plusDays(1));
        }
        return new Timeline(List.copyOf(times), new HashSet<>(wanted));
    }

    private static void addWithin(Set<Instant> times, List<Instant> span, LocalDate midnight) {
        Instant time = midnight.atStartOfDay(ZoneOffset.UTC).toInstant();
        if (time.isAfter(span.getFirst()) && time.isBefore(span.getLast())) {
            times.add(time);
        }
    }

    /** The day in UTC that a flow belongs to; one at midnight belongs to the day that ends then, as in a valuation. */
    public static LocalDate dayOf(Instant time) {
        return time.minus(1, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** How many valuations there are. */
    public int size() {
        return times.size();
    }

    /** When the valuation of that number is. */
    public Instant time(int number) {
        return times.get(number);
    }

    /** Whether it was asked for. */
    public boolean isWanted(int number) {
        return wanted.contains(times.get(number));
    }

    /** The first valuation at or after a time within the span: the one that sees what happened then. */
    public int firstAt(Instant time) {
        int found = Collections.binarySearch(times, time);
        return found >= 0 ? found : -found - 1;
    }
}
