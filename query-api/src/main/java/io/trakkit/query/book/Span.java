package io.trakkit.query.book;

import io.trakkit.wire.http.QueryParameters;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A span of time, both ends included.
 *
 * @param from null for the beginning
 * @param to null for the end
 */
record Span(@Nullable Instant from, @Nullable Instant to) {

    /** Reads the parameters {@code from} and {@code to}. Errors are added to the parameters. */
    static Span read(QueryParameters parameters) {
        Instant from = parameters.time("from");
        Instant to = parameters.time("to");
        if (from != null && to != null && from.isAfter(to)) {
            parameters.error("from", "must not be after the end of the span, " + to);
        }
        return new Span(from, to);
    }

    boolean has(Instant time) {
        return (from == null || !time.isBefore(from)) && (to == null || !time.isAfter(to));
    }
}
