package io.trakkit.query;

import io.trakkit.domain.returns.Interval;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.wire.http.QueryParameters;
import io.trakkit.wire.json.Printable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A span of time that a request asks about, and the times that divide it.
 *
 * @param times its start, each beginning of an interval in the time zone, and its end; empty if a parameter is invalid
 */
public record SpanOfTime(Interval interval, List<Instant> times) {

    /** The parameter with the start, for what else can be wrong with it. */
    public static final String FROM = "from";

    private static final int MOST_INTERVALS = 1_000;

    /** Reads {@code from}, {@code to}, {@code interval} and {@code tz}. The default is the year up to now. */
    public static SpanOfTime read(QueryParameters parameters, Instant now) {
        Interval interval = Objects.requireNonNullElse(parameters.value("interval", Interval::parse), Interval.DAY);
        ZoneId zone = Objects.requireNonNullElse(parameters.value("tz", SpanOfTime::zone), ZoneOffset.UTC);
        Instant from = parameters.time(FROM);
        Instant to = notAfter(now.truncatedTo(ChronoUnit.MICROS), parameters.time("to"));
        try {
            return new SpanOfTime(
                    interval, interval.divide(from == null ? aYearBefore(to, zone) : from, to, zone, MOST_INTERVALS));
        } catch (InvalidValueException e) {
            parameters.error(FROM, String.valueOf(e.getMessage()));
            return new SpanOfTime(interval, List.of());
        }
    }

    private static ZoneId zone(String name) {
        if (!ZoneId.getAvailableZoneIds().contains(name)) {
            throw new InvalidValueException(
                    "must be the name of a time zone, such as Europe/Berlin or UTC, not \"" + Printable.of(name) + '"');
        }
        return ZoneId.of(name);
    }

    private static Instant aYearBefore(Instant time, ZoneId zone) {
        return time.atZone(zone).minusYears(1).toInstant();
    }

    private static Instant notAfter(Instant now, @Nullable Instant time) {
        return time == null || time.isAfter(now) ? now : time;
    }
}
