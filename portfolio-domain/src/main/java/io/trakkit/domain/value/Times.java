package io.trakkit.domain.value;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Checks that times share: microseconds at most, within a sensible span. */
public final class Times {

    /** The earliest time of execution that is taken. */
    public static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");

    /** The latest time that the log and the tables hold. */
    public static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    /** How far after its receipt a trade may claim to have been executed: clocks and time zones differ. */
    public static final Duration LEEWAY = Duration.ofDays(1);

    private Times() {}

    /**
     * A time of these rules as {@link Instant#toString()} writes it, without the formatter that goes through: every
     * fingerprint holds one.
     */
    public static String text(Instant time) {
        LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        boolean secondsAreLeftOut = utc.getSecond() == 0 && utc.getNano() == 0;
        return utc + (secondsAreLeftOut ? ":00Z" : "Z");
    }

    /** @throws InvalidValueException if the time is out of the span or finer than a microsecond */
    public static Instant checked(Instant time) {
        if (!time.equals(time.truncatedTo(ChronoUnit.MICROS))) {
            throw new InvalidValueException("must have at most six fraction digits");
        }
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw new InvalidValueException("must be between the years 1900 and 9999");
        }
        return time;
    }

    /**
     * A time of execution, given the time at which the trade was received.
     *
     * @throws InvalidValueException if it is before 1900, more than a day after receipt, or finer than a microsecond
     */
    public static Instant executedAt(Instant time, Instant receivedAt) {
        if (time.isAfter(receivedAt.plus(LEEWAY))) {
            throw new InvalidValueException("must not be more than a day after receipt");
        }
        return checked(time);
    }
}
