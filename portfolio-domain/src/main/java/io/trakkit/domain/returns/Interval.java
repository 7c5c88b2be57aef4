package io.trakkit.domain.returns;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.WireNames;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;

/** The calendar intervals that divide a span. They start with a day of a time zone. */
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
     * @param zone whose days they are
     * @param most how many parts it may have
     * @throws InvalidValueException if the span is empty or has more parts
     */
    public List<Instant> divide(Instant from, Instant to, ZoneId zone, int most) {
        if (!from.isBefore(to)) {
            throw new InvalidValueException("must be before the end of the span, " + to);
        }
        List<Instant> times = new ArrayList<>();
        times.add(from);
        LocalDate date = nextAfter(from.atZone(zone).toLocalDate());
        for (Instant start = startOf(date, zone); start.isBefore(to); start = startOf(date, zone)) {
            if (times.size() == most) {
                throw new InvalidValueException("is too early: the span would have more than " + most
                        + " intervals of a " + wireName + "; ask for longer intervals or a shorter span");
            }
            // A day that a zone has left out, by a change of its side of the date line, begins when the next one does.
            if (start.isAfter(times.getLast())) {
                times.add(start);
            }
            date = nextAfter(date);
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

    /** At 00:00, or where the clock is put forward over it, at the first time of the day. */
    private static Instant startOf(LocalDate date, ZoneId zone) {
        return date.atStartOfDay(zone).toInstant();
    }
}
