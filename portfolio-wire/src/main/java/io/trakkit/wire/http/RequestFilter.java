package io.trakkit.wire.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.filter.OncePerRequestFilter;

/** What all calls have in common before Spring MVC: a host, the answer to OPTIONS, and bodies without a content coding. */
final class RequestFilter extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpServletRequest checked;
        try {
            Hosts.requireHost(request);
            checked = ContentCoding.decoded(request);
        } catch (ProblemException problem) {
            ProblemJson.send(response, problem);
            return;
        }
        Set<String> methods = HttpMethod.OPTIONS.matches(request.getMethod()) ? ApiPaths.methodsOf(request) : Set.of();
        if (methods.isEmpty()) {
            chain.doFilter(checked, response);
        } else {
            tellMethods(response, methods);
        }
    }

    private static void tellMethods(HttpServletResponse response, Set<String> methods) {
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        response.setHeader(HttpHeaders.ALLOW, ApiPaths.allow(methods));
        if (methods.contains("PATCH")) {
            response.setHeader(HttpHeaders.ACCEPT_PATCH, "application/json, application/merge-patch+json");
        }
    }
}
