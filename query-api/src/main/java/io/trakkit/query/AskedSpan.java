package io.trakkit.query;

import io.trakkit.wire.http.QueryParameters;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The start and the end of a span of time that a request asks about. The default is the year up to now. */
public record AskedSpan(Instant from, Instant to) {

    /** The parameter with the start, for what else can be wrong with it. */
    public static final String FROM = "from";

    /** Reads {@code from} and {@code to}. Errors are added to the parameters. */
    public static AskedSpan read(QueryParameters parameters, Instant now) {
        AskedSpan span = unchecked(parameters, now, ZoneOffset.UTC);
        if (!span.from.isBefore(span.to)) {
            parameters.error(FROM, "must be before the end of the span, " + span.to);
        }
        return span;
    }

    /** Reads {@code from} and {@code to}, in whichever order they are. */
    static AskedSpan unchecked(QueryParameters parameters, Instant now, ZoneId zone) {
        Instant from = parameters.time(FROM);
        Instant end = parameters.time("to");
        Instant present = now.truncatedTo(ChronoUnit.MICROS);
        Instant to = end == null || end.isAfter(present) ? present : end;
        return new AskedSpan(from == null ? to.atZone(zone).minusYears(1).toInstant() : from, to);
    }
}
