package io.trakkit.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * A request of an operator of the platform below {@code /actuator}. Health, which needs no key, shows its details where the request
 * has a principal ({@code management.endpoint.health.show-details=when-authorized}): they can quote records of any client.
 */
final class OperatorRequest extends HttpServletRequestWrapper {

    private OperatorRequest(HttpServletRequest request) {
        super(request);
    }

    /** The request itself if its caller is no operator of the platform, or its path is none of theirs. */
    static HttpServletRequest orSame(HttpServletRequest request, Caller caller) {
        return AccessRules.isForOperators(request)
                        && AccessRules.refusal(caller, request).isEmpty()
                ? new OperatorRequest(request)
                : request;
    }

    @Override
    public @Nullable Principal getUserPrincipal() {
        return SecurityContextHolder.getContext().getAuthentication();
    }
}
