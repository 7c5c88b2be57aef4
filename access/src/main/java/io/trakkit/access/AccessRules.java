package io.trakkit.access;

import io.trakkit.domain.access.Scope;
import io.trakkit.wire.http.ApiPaths;
import io.trakkit.wire.http.ApiPaths.Requirement;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * What a caller may do: the scope that {@link ApiPaths} names for the path, health, the documentation and the files of the page without a key,
 * metrics for operators of the platform. Everything else needs a valid key.
 */
final class AccessRules implements AuthorizationManager<HttpServletRequest> {

    /** Below one component of health, Spring Boot answers 500 where there is no such component. */
    private static final List<PathPattern> PUBLIC = List.of(
            exactly("/actuator/health"),
            exactly("/actuator/health/"),
            exactly("/actuator/health/{component}"),
            below("/docs"),
            below("/assets"),
            exactly("/"));

    private static final PathPattern METRICS = below("/actuator");

    @Override
    public AuthorizationDecision authorize(
            Supplier<? extends @Nullable Authentication> authentication, HttpServletRequest request) {
        if (!ApiPaths.isKnown(request) && isPublic(PathContainer.parsePath(request.getRequestURI()))) {
            return new AuthorizationDecision(true);
        }
        Authentication known = authentication.get();
        return new AuthorizationDecision(known != null
                && known.getPrincipal() instanceof Caller caller
                && refusal(caller, request).isEmpty());
    }

    private static boolean isPublic(PathContainer path) {
        return PUBLIC.stream().anyMatch(open -> open.matches(path));
    }

    /** Why the caller may not send the request; empty if it may. */
    static Optional<ProblemException> refusal(Caller caller, HttpServletRequest request) {
        if (isForOperators(request)) {
            return refusal(caller, new Requirement(Scope.OPS, ApiPaths.Acting.FOR_THE_PLATFORM));
        }
        return ApiPaths.requirementOf(request).flatMap(requirement -> refusal(caller, requirement));
    }

    /** Whether the path is one of the actuator, whose health is public all the same. */
    static boolean isForOperators(HttpServletRequest request) {
        return !ApiPaths.isKnown(request) && METRICS.matches(PathContainer.parsePath(request.getRequestURI()));
    }

    private static Optional<ProblemException> refusal(Caller caller, Requirement requirement) {
        Scope scope = requirement.scope();
        if (scope != null && !caller.scopes().contains(scope)) {
            return Optional.of(insufficient(scope));
        }
        return switch (requirement.acting()) {
            case FOR_EITHER -> Optional.empty();
            case FOR_A_CLIENT ->
                caller.client().isPresent()
                        ? Optional.empty()
                        : Optional.of(ProblemException.of(
                                Problem.FORBIDDEN,
                                "This key belongs to the platform; name the client in the header "
                                        + Credential.ACT_FOR));
            case FOR_THE_PLATFORM ->
                caller.platform()
                        ? Optional.empty()
                        : Optional.of(ProblemException.of(Problem.FORBIDDEN, "This path is for keys of the platform"));
        };
    }

    private static ProblemException insufficient(Scope scope) {
        return ProblemException.of(Problem.INSUFFICIENT_SCOPE, "The key does not have the scope " + scope.wireName())
                .withHeader(
                        "WWW-Authenticate",
                        "Bearer realm=\"trakkit\", error=\"insufficient_scope\", scope=\"" + scope.wireName() + '"');
    }

    private static PathPattern below(String path) {
        return exactly(path + "/{*rest}");
    }

    /** Matches as Spring MVC does: percent-encoded letters and path parameters make no difference. */
    private static PathPattern exactly(String path) {
        return PathPatternParser.defaultInstance.parse(path);
    }
}
