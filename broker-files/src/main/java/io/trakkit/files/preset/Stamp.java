package io.trakkit.files.preset;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** When something happened, as exactly as a file says. */
public sealed interface Stamp {

    /** The day in the file. */
    LocalDate day();

    /** Whether rows of one stamp are in the order of the file: it is not exact enough to order them. */
    boolean isCoarse();

    /** The moment, with the local time of that zone. */
    Instant at(ZoneId zone);

    /** The time as the file says it, for comparison. */
    LocalDateTime local();

    /** A moment. */
    record Exact(Instant instant) implements Stamp {

        @Override
        public LocalDate day() {
            return local().toLocalDate();
        }

        @Override
        public boolean isCoarse() {
            return false;
        }

        @Override
        public Instant at(ZoneId zone) {
            return instant;
        }

        @Override
        public LocalDateTime local() {
            return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        }
    }

    /**
     * A local time.
     *
     * @param toTheMinute whether the file gives no seconds
     */
    record Local(LocalDateTime time, boolean toTheMinute) implements Stamp {

        @Override
        public LocalDate day() {
            return time.toLocalDate();
        }

        @Override
        public boolean isCoarse() {
            return toTheMinute;
        }

        @Override
        public Instant at(ZoneId zone) {
            return time.atZone(zone).toInstant();
        }

        @Override
        public LocalDateTime local() {
            return time;
        }
    }

    /**
     * A day. It counts from the moment at which it has begun both there and in UTC: after the corporate actions of the day,
     * which count from midnight UTC, and hardly ever later than what happened on it.
     */
    record Day(LocalDate day) implements Stamp {

        @Override
        public boolean isCoarse() {
            return true;
        }

        @Override
        public Instant at(ZoneId zone) {
            Instant there = day.atStartOfDay(zone).toInstant();
            Instant utc = day.atStartOfDay(ZoneOffset.UTC).toInstant();
            return there.isBefore(utc) ? utc : there;
        }

        @Override
        public LocalDateTime local() {
            return day.atTime(LocalTime.MIDNIGHT);
        }
    }

    /** The same without more than microseconds. */
    static Stamp of(Instant instant) {
        return new Exact(instant.truncatedTo(ChronoUnit.MICROS));
    }
}
