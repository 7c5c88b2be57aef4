package io.trakkit.access;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.http.problem.ProblemJson;
import io.trakkit.wire.http.problem.Quoted;
import io.trakkit.wire.http.server.Cors;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;

/** Answers refused requests with a problem, and counts them by reason. */
final class Refusals {

    private final MeterRegistry meters;

    Refusals(MeterRegistry meters) {
        this.meters = meters;
    }

    void unauthenticated(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        RefusedCall refused = exception instanceof RefusedCall call ? call : RefusedCall.missing();
        if (SessionCookie.isIn(request) && refused.problem().problem() != Problem.UNAVAILABLE) {
            // The session has ended before its cookie. A browser would send it beside the key that starts the next one.
            response.addHeader(HttpHeaders.SET_COOKIE, SessionCookie.end(request));
        }
        send(response, refused.problem(), refused.reason());
    }

    void denied(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        ProblemException problem = authentication != null && authentication.getPrincipal() instanceof Caller caller
                ? AccessRules.refusal(caller, request)
                        .orElseGet(() -> ProblemException.of(Problem.FORBIDDEN, Problem.FORBIDDEN.generalDetail()))
                : RefusedCall.missing().problem();
        send(response, problem, "denied");
    }

    void withoutCsrfToken(HttpServletResponse response) throws IOException {
        send(
                response,
                ProblemException.of(
                        Problem.FORBIDDEN,
                        "A write with the cookie of a session needs the header X-XSRF-TOKEN, the value of the cookie"
                                + " XSRF-TOKEN"),
                "csrf");
    }

    void otherOrigin(HttpServletResponse response) throws IOException {
        send(response, Cors.refusal(), "origin");
    }

    void otherClient(HttpServletResponse response) throws IOException {
        send(
                response,
                ProblemException.of(
                        Problem.FORBIDDEN,
                        "A request without a key acts for the client " + ClientId.DEFAULT + "; the header "
                                + Credential.ACT_FOR + " needs a key of the platform"),
                "client");
    }

    void otherHost(HttpServletResponse response, String host) throws IOException {
        send(
                response,
                ProblemException.invalidHeader(
                        HttpHeaders.HOST,
                        "must be localhost, a name that ends with .localhost, or a loopback address, not "
                                + Quoted.of(host)
                                + ": calls need no key here. Use http://127.0.0.1, or require keys with"
                                + " TRAKKIT_ACCESS_MODE=keys ('./trakkit up --auth')"),
                "host");
    }

    private void send(HttpServletResponse response, ProblemException problem, String reason) throws IOException {
        meters.counter("trakkit.access.refused", "reason", reason).increment();
        ProblemJson.send(response, problem);
    }
}
