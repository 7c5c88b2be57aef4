package io.trakkit.domain.returns;

import io.trakkit.domain.value.InvalidValueException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The moments at which a portfolio is valued: the requested points and its trades. */
public final class Timeline {

    /** At how many moments there may be trades: the memory of one performance, some 30 MB. */
    public static final int MOST_TRADE_MOMENTS = 200_000;

    private final Instant[] moments;
    private final int[] points;

    private Timeline(Instant[] moments, int[] points) {
        this.moments = moments;
        this.points = points;
    }

    /**
     * The moments of a span.
     *
     * @param points the times that were asked for, ascending, the two ends of the span included
     * @param trades moments from which trades count; those outside the span are left out
     * @throws InvalidValueException if there are more than {@value #MOST_TRADE_MOMENTS} of them
     */
    public static Timeline of(List<Instant> points, Collection<Instant> trades) {
        if (trades.size() > MOST_TRADE_MOMENTS) {
            throw new InvalidValueException("is too early: the span has trades at more than " + MOST_TRADE_MOMENTS
                    + " moments; ask for a shorter span");
        }
        Instant start = points.getFirst();
        Instant end = points.getLast();
        Instant[] moments = Stream.concat(
                        points.stream(), trades.stream().filter(time -> time.isAfter(start) && time.isBefore(end)))
                .sorted()
                .distinct()
                .toArray(Instant[]::new);
        return new Timeline(
                moments,
                points.stream()
                        .mapToInt(point -> Arrays.binarySearch(moments, point))
                        .toArray());
    }

    /** How many moments there are. */
    public int size() {
        return moments.length;
    }

    /** The moment of that number, counted from 0. */
    public Instant moment(int number) {
        return moments[number];
    }

    /** How many points were asked for. */
    public int points() {
        return points.length;
    }

    /** The number of the moment that a point is at. */
    public int momentOf(int point) {
        return points[point];
    }

    /** The moments from one on. */
    public List<Instant> from(int number) {
        return Arrays.asList(moments).subList(number, moments.length);
    }

    /** The number of the first moment at or after a time that is not after the span, from a moment on. */
    public int firstAt(Instant time, int from) {
        int found = Arrays.binarySearch(moments, from, moments.length, time);
        return found >= 0 ? found : -found - 1;
    }
}
