package io.trakkit.query;

import io.trakkit.domain.returns.Interval;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.wire.http.QueryParameters;
import io.trakkit.wire.json.Printable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;

/**
 * A span of time that a request asks about, and the times that divide it.
 *
 * @param times its start, each beginning of an interval in the time zone, and its end; empty if a parameter is invalid
 */
public record SpanOfTime(Interval interval, List<Instant> times) {

    private static final int MOST_INTERVALS = 1_000;

    /** Reads {@code from}, {@code to}, {@code interval} and {@code tz}. */
    public static SpanOfTime read(QueryParameters parameters, Instant now) {
        Interval interval = Objects.requireNonNullElse(parameters.value("interval", Interval::parse), Interval.DAY);
        ZoneId zone = Objects.requireNonNullElse(parameters.value("tz", SpanOfTime::zone), ZoneOffset.UTC);
        AskedSpan asked = AskedSpan.unchecked(parameters, now, zone);
        try {
            return new SpanOfTime(interval, interval.divide(asked.from(), asked.to(), zone, MOST_INTERVALS));
        } catch (InvalidValueException e) {
            parameters.error(AskedSpan.FROM, String.valueOf(e.getMessage()));
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
}
