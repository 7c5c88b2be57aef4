package io.trakkit.query.explain.returns;

import io.trakkit.wire.http.QueryParameters;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The span of a return that a request asks about. */
record AskedSpan(Instant from, Instant to) {

    static final String FROM = "from";

    /** Reads {@code from} and {@code to}; the default is the year up to now. Errors are added to the parameters. */
    static AskedSpan read(QueryParameters parameters, Clock clock) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant asked = parameters.time("to");
        Instant to = asked == null || asked.isAfter(now) ? now : asked;
        Instant given = parameters.time(FROM);
        Instant from = given == null ? to.atZone(ZoneOffset.UTC).minusYears(1).toInstant() : given;
        if (!from.isBefore(to)) {
            parameters.error(FROM, "must be before the end of the span, " + to);
        }
        return new AskedSpan(from, to);
    }
}
