package io.trakkit.wire.http.problem;

import java.net.URI;

/** The kinds of problems that a client can tell apart. A URN, since it stays the same wherever the service runs. */
public enum Problem {
    /** It is not valid HTTP or JSON. */
    MALFORMED("malformed", 400, "Malformed request", "The request is not valid HTTP"),
    /** Fields, parameters or headers break their rules; {@code errors} names each. */
    INVALID("invalid", 400, "Invalid values", "The request has invalid values"),
    /** The request has no valid API key or JWT. */
    UNAUTHENTICATED("unauthenticated", 401, "Not authenticated", "The request needs a valid API key"),
    /** The allow list of CORS does not have the origin, or the caller may not act so. */
    FORBIDDEN("forbidden", 403, "Forbidden", "The request is not allowed"),
    /** The key is valid, but does not have the scope that the path needs. */
    INSUFFICIENT_SCOPE("insufficient-scope", 403, "Insufficient scope", "The key does not have the scope of this path"),
    CLIENT_SUSPENDED("client-suspended", 403, "Client suspended", "The client is suspended"),
    NOT_FOUND("not-found", 404, "Not found", "There is nothing at this path"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "Method not allowed", "This path does not have the method"),
    NOT_ACCEPTABLE("not-acceptable", 406, "Not acceptable", "The Accept header excludes what this path answers"),
    /** It contradicts what is there. */
    CONFLICT("conflict", 409, "Conflict", "The request contradicts what is there"),
    /** The client has all that it may have of a thing; to wait does not help. */
    LIMIT_REACHED("limit-reached", 409, "Limit reached", "The client has all that it may have"),
    /** The version in {@code If-Match} is not the current one. */
    VERSION_CONFLICT("version-conflict", 412, "Version conflict", "The version is not the current one"),
    TOO_LARGE("too-large", 413, "Too large", "The body is larger than allowed"),
    URL_TOO_LONG("url-too-long", 414, "URL too long", "The URL is too long"),
    UNSUPPORTED_MEDIA_TYPE(
            "unsupported-media-type", 415, "Unsupported media type", "The body must be application/json in UTF-8"),
    /** The {@code Idempotency-Key} belongs to an earlier request that said something else. */
    IDEMPOTENCY_KEY_REUSED(
            "idempotency-key-reused",
            422,
            "Idempotency-Key reused",
            "This Idempotency-Key was already used for another request"),
    TOO_MANY("too-many", 429, "Too many requests", "There are too many requests; try again later"),
    HEADERS_TOO_LARGE("headers-too-large", 431, "Headers too large", "The headers are too large"),
    /** A defect of trakkit. */
    INTERNAL("internal", 500, "Internal error", "An internal error occurred; it has been logged"),
    NOT_IMPLEMENTED(
            "not-implemented", 501, "Not implemented", "The server does not have this method or transfer coding"),
    /** A server that the app needs does not answer; {@code Retry-After} says when to try again. */
    UNAVAILABLE("unavailable", 503, "Unavailable", "The service is unavailable; try again later"),
    HTTP_VERSION("http-version", 505, "HTTP version not supported", "The server speaks HTTP/1.1 and HTTP/1.0");

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

    /** The type, by which a program distinguishes problems. */
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

    /** The detail if nothing more specific is known. */
    public String generalDetail() {
        return generalDetail;
    }

    /** The problem that a bare status stands for. */
    public static Problem ofStatus(int status) {
        for (Problem problem : values()) {
            if (problem.status == status) {
                return problem;
            }
        }
        return status < 500 ? MALFORMED : INTERNAL;
    }
}
