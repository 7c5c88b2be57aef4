package io.trakkit.wire.http.server;

import io.trakkit.wire.http.ApiPaths;
import io.trakkit.wire.http.Hosts;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.http.problem.ProblemJson;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.filter.OncePerRequestFilter;

/** Applies to every request before Spring MVC: host, OPTIONS, content coding. */
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
        if (!HttpMethod.OPTIONS.matches(request.getMethod())) {
            chain.doFilter(checked, response);
            return;
        }
        Set<String> methods = ApiPaths.methodsOf(request);
        if (methods.isEmpty()) {
            chain.doFilter(new PlainOptions(checked), new WithoutEmptyHeaders(response));
        } else {
            tellMethods(response, methods);
        }
    }

    /** Outside of the API a preflight is answered as any OPTIONS: Spring MVC would answer 200 of every path. */
    private static final class PlainOptions extends HttpServletRequestWrapper {

        PlainOptions(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable String getHeader(String name) {
            return HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD.equalsIgnoreCase(name) ? null : super.getHeader(name);
        }
    }

    /** Spring MVC writes an {@code Accept-Patch} without value where no PATCH is, and {@code Allow} without spaces. */
    private static final class WithoutEmptyHeaders extends HttpServletResponseWrapper {

        WithoutEmptyHeaders(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void setHeader(String name, @Nullable String value) {
            if (!isEmpty(name, value)) {
                super.setHeader(name, spaced(name, value));
            }
        }

        @Override
        public void addHeader(String name, @Nullable String value) {
            if (!isEmpty(name, value)) {
                super.addHeader(name, spaced(name, value));
            }
        }

        private static boolean isEmpty(String name, @Nullable String value) {
            return HttpHeaders.ACCEPT_PATCH.equalsIgnoreCase(name) && (value == null || value.isBlank());
        }

        private static @Nullable String spaced(String name, @Nullable String value) {
            return value != null && HttpHeaders.ALLOW.equalsIgnoreCase(name) ? value.replaceAll(", *", ", ") : value;
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
