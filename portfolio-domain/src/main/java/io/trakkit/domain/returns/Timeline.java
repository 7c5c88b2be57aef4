package io.trakkit.domain.returns;

import io.trakkit.domain.value.InvalidValueException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The moments at which a portfolio is valued: the requested points and its trades. */
public final class Timeline {

    /** The most moments with trades. It limits the memory of one performance to some 30 MB. */
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
     * @param points the requested times, ascending, including the two ends of the span
     * @param trades the moments from which trades count; those outside the span are left out
     * @throws InvalidValueException if trades count from more than {@value #MOST_TRADE_MOMENTS} moments
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

    /** The number of moments. */
    public int size() {
        return moments.length;
    }

    /** The moment at an index. */
    public Instant moment(int number) {
        return moments[number];
    }

    /** The number of requested points. */
    public int points() {
        return points.length;
    }

    /** The index of the moment of a point. */
    public int momentOf(int point) {
        return points[point];
    }

    /** The moments from an index on. */
    public List<Instant> from(int number) {
        return Arrays.asList(moments).subList(number, moments.length);
    }

    /**
     * The index of the first moment at or after a time, at {@code from} or later.
     *
     * @param time not after the end of the span
     */
    public int firstAt(Instant time, int from) {
        int found = Arrays.binarySearch(moments, from, moments.length, time);
        return found >= 0 ? found : -found - 1;
    }
}
