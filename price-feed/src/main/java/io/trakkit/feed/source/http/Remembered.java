package io.trakkit.feed.source.http;

import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of an address between two runs.
 *
 * @param entityTag the ETag of the last answer that was taken
 * @param lastModified the Last-Modified of the last answer that was taken
 * @param failures the number of failures in a row
 * @param restUntil the time of the next allowed request
 */
record Remembered(Optional<String> entityTag, Optional<String> lastModified, int failures, Instant restUntil) {

    static final Remembered NOTHING = new Remembered(Optional.empty(), Optional.empty(), 0, Instant.MIN);

    static Remembered of(HttpHeaders answer) {
        return new Remembered(answer.firstValue("ETag"), answer.firstValue("Last-Modified"), 0, Instant.MIN);
    }

    /** Makes a request conditional on a change since the last answer. */
    void addConditions(HttpRequest.Builder request) {
        entityTag.ifPresent(tag -> request.header("If-None-Match", tag));
        lastModified.ifPresent(time -> request.header("If-Modified-Since", time));
    }

    boolean hasConditions() {
        return entityTag.isPresent() || lastModified.isPresent();
    }

    Remembered failed(Instant restsUntil) {
        return new Remembered(entityTag, lastModified, failures + 1, restsUntil);
    }

    Remembered well() {
        return new Remembered(entityTag, lastModified, 0, Instant.MIN);
    }
}
