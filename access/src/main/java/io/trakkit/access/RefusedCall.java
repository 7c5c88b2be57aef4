package io.trakkit.access;

import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticationException;

/** Ends a request whose caller is not known or not allowed, with the problem to answer. */
final class RefusedCall extends AuthenticationException {

    private static final long serialVersionUID = 1L;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final transient ProblemException problem;
    private final String reason;
    private final transient @Nullable Caller ofPlatform;

    private RefusedCall(ProblemException problem, String reason) {
        this(problem, reason, null);
    }

    private RefusedCall(ProblemException problem, String reason, @Nullable Caller ofPlatform) {
        super(problem.detail());
        this.problem = problem;
        this.reason = reason;
        this.ofPlatform = ofPlatform;
    }

    /** 401 for a request without a credential. */
    static RefusedCall missing() {
        return new RefusedCall(
                ProblemException.of(
                                Problem.UNAUTHENTICATED,
                                "The request has no API key; send it as \"Authorization: Bearer trk_…\"")
                        .withHeader("WWW-Authenticate", "Bearer realm=\"trakkit\""),
                "missing");
    }

    /**
     * 401 for a credential that is not valid.
     *
     * @param reason a word for the metric
     * @param detail without any part of the credential
     */
    static RefusedCall invalid(String reason, String detail) {
        return new RefusedCall(
                ProblemException.of(Problem.UNAUTHENTICATED, detail)
                        .withHeader(
                                "WWW-Authenticate",
                                "Bearer realm=\"trakkit\", error=\"invalid_token\", error_description=\"" + detail
                                        + '"'),
                reason);
    }

    /** 400 for a request with more than one credential. */
    static RefusedCall several() {
        String detail = "The request has more than one credential; send one only";
        return new RefusedCall(
                ProblemException.of(Problem.INVALID, detail)
                        .withHeader(
                                "WWW-Authenticate",
                                "Bearer realm=\"trakkit\", error=\"invalid_request\", error_description=\"" + detail
                                        + '"'),
                "several");
    }

    static RefusedCall suspended() {
        return new RefusedCall(
                ProblemException.of(
                        Problem.CLIENT_SUSPENDED,
                        "The client is suspended; an administrator of the platform can resume it"),
                "suspended");
    }

    /** @param caller who names a client for which it cannot act */
    static RefusedCall forbidden(Caller caller, String detail) {
        return new RefusedCall(
                ProblemException.of(Problem.FORBIDDEN, detail), "foreign_client", caller.platform() ? caller : null);
    }

    static RefusedCall unavailable() {
        return new RefusedCall(
                ProblemException.unavailable("The key cannot be checked: the database is unavailable", RETRY_AFTER),
                "unavailable");
    }

    static RefusedCall withoutIssuer() {
        return new RefusedCall(
                ProblemException.unavailable(
                        "The JWT cannot be checked: the keys of its issuer are unavailable", RETRY_AFTER),
                "unavailable");
    }

    ProblemException problem() {
        return problem;
    }

    /**
     * Whose call the audit log must name: a caller of the platform, whose key is valid. A client's calls are refused here before its
     * limits count, so entries of them could fill the log.
     */
    Optional<Caller> ofPlatform() {
        return Optional.ofNullable(ofPlatform);
    }

    /** A word for the metric. */
    String reason() {
        return reason;
    }
}
