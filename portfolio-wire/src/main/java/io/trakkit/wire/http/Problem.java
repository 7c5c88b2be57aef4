package io.trakkit.wire.http;

import java.net.URI;

/**
 * What can go wrong with a request, for a client to tell apart by {@code type}: {@code urn:trakkit:problem:} and the
 * name. A URN, since it stays the same wherever the service runs.
 */
public enum Problem {
    /** It is not proper HTTP or JSON. */
    MALFORMED("malformed", 400, "Malformed request", "The request is not well-formed HTTP"),
    /** Fields, parameters or headers break their rules; {@code errors} names each. */
    INVALID("invalid", 400, "Invalid values", "The request has invalid values"),
    NOT_FOUND("not-found", 404, "Not found", "There is nothing at this path"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "Method not allowed", "This path does not know the method"),
    NOT_ACCEPTABLE("not-acceptable", 406, "Not acceptable", "The answer is application/json"),
    /** It contradicts what is there. */
    CONFLICT("conflict", 409, "Conflict", "The request contradicts what is there"),
    /** The version in {@code If-Match} is not the current one. */
    VERSION_CONFLICT("version-conflict", 412, "Version conflict", "The version is not the current one"),
    TOO_LARGE("too-large", 413, "Too large", "The body is larger than allowed"),
    UNSUPPORTED_MEDIA_TYPE(
            "unsupported-media-type", 415, "Unsupported media type", "The body must be application/json in UTF-8"),
    /** The {@code Idempotency-Key} belongs to an earlier request that said something else. */
    IDEMPOTENCY_KEY_REUSED(
            "idempotency-key-reused",
            422,
            "Idempotency-Key reused",
            "This Idempotency-Key was already used for another request"),
    TOO_MANY("too-many", 429, "Too many requests", "There are too many requests; try again later"),
    /** A defect of trakkit. */
    INTERNAL("internal", 500, "Internal error", "Something went wrong here; it has been logged"),
    /** What is needed does not answer; {@code Retry-After} says when to try again. */
    UNAVAILABLE("unavailable", 503, "Unavailable", "The service can't answer at present; try again later");

    private final URI type;
    private final int status;
    private final String title;
    private final String generalDetail;

    Problem(String name, int status, String title, String generalDetail) {
        this.type = URI.create("urn:trakkit:problem:" + name);
        this.status = status;
        this.title = title;
        this.generalDetail = generalDetail;
    }

    /** What a program tells the problem by. */
    public URI type() {
        return type;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The same few words in every case. */
    public String title() {
        return title;
    }

    /** What can be said where nothing particular is known. */
    String generalDetail() {
        return generalDetail;
    }

    /** The problem that a bare status stands for. */
    static Problem ofStatus(int status) {
        for (Problem problem : values()) {
            if (problem.status == status) {
                return problem;
            }
        }
        return status < 500 ? MALFORMED : INTERNAL;
    }
}
