package io.trakkit.domain.returns;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.WireNames;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;

/** The calendar intervals that divide a span. They start at midnight UTC. */
public enum Interval {
    DAY("day"),
    /** From Monday on, as in ISO 8601. */
    WEEK("week"),
    MONTH("month");

    private final String wireName;

    Interval(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** @throws InvalidValueException if no interval has that name */
    public static Interval parse(String text) {
        return WireNames.parse(values(), Interval::wireName, text);
    }

    /**
     * Divides a span. The result is its start, each beginning of an interval in between, and its end.
     *
     * @param most how many parts it may have
     * @throws InvalidValueException if the span is empty or has more parts
     */
    public List<Instant> divide(Instant from, Instant to, int most) {
        if (!from.isBefore(to)) {
            throw new InvalidValueException("must be before the end of the span, " + to);
        }
        List<Instant> times = new ArrayList<>();
        times.add(from);
        for (LocalDate date = nextAfter(from.atOffset(ZoneOffset.UTC).toLocalDate());
                startOf(date).isBefore(to);
                date = nextAfter(date)) {
            if (times.size() == most) {
                throw new InvalidValueException("is too early: the span would have more than " + most
                        + " intervals of a " + wireName + "; ask for longer intervals or a shorter span");
            }
            times.add(startOf(date));
        }
        times.add(to);
        return List.copyOf(times);
    }

    /** The beginning of the interval after that of a day. */
    private LocalDate nextAfter(LocalDate date) {
        return switch (this) {
            case DAY -> date.plusDays(1);
            case WEEK -> date.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
            case MONTH -> date.withDayOfMonth(1).plusMonths(1);
        };
    }

    private static Instant startOf(LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
