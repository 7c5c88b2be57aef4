package io.trakkit.wire.http.server;

import io.trakkit.wire.http.ApiPaths;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.http.problem.ProblemJson;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.CorsFilter;

/**
 * Answers cross-origin requests by the allow lists and the methods of a path. A preflight names no client, so it may have an
 * origin of the settings or of any client. The filter checks a request in the same way before its client is known; then
 * {@link #admits} decides.
 */
public final class Cors {

    private static final List<String> ALLOWED_HEADERS = List.of(
            HttpHeaders.ACCEPT,
            HttpHeaders.AUTHORIZATION,
            HttpHeaders.CONTENT_ENCODING,
            HttpHeaders.CONTENT_TYPE,
            "Idempotency-Key",
            HttpHeaders.IF_MATCH,
            HttpHeaders.IF_NONE_MATCH,
            "Last-Event-ID",
            "Prefer",
            "traceparent");

    private static final List<String> EXPOSED_HEADERS = List.of(
            HttpHeaders.ALLOW,
            HttpHeaders.ACCEPT_ENCODING,
            HttpHeaders.ETAG,
            HttpHeaders.LOCATION,
            "Preference-Applied",
            "RateLimit",
            "RateLimit-Policy",
            HttpHeaders.RETRY_AFTER);

    private final CorsSettings settings;

    private final ClientOrigins clientOrigins;

    Cors(CorsSettings settings, ClientOrigins clientOrigins) {
        this.settings = settings;
        this.clientOrigins = clientOrigins;
    }

    /** Where no origin is allowed, no answer has a header of CORS. */
    CorsFilter filter() {
        CorsFilter filter = new CorsFilter(this::configurationOf) {
            @Override
            protected boolean shouldNotFilter(HttpServletRequest request) {
                return settings.allowedOrigins().isEmpty()
                        && clientOrigins.all().isEmpty();
            }
        };
        filter.setCorsProcessor(new Processor());
        return filter;
    }

    /**
     * Decides about a request of the API that the filter let pass, now that its client is known. If it is not admitted, or no
     * list applies to it, the answer has no headers of CORS.
     *
     * @param own the origins that the client allows
     * @return false if it must be refused
     */
    public boolean admits(HttpServletRequest request, HttpServletResponse response, Collection<String> own) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null
                || !isOfAnotherOrigin(request)
                || isListed(origin, own)
                || ApiPaths.methodsOf(request).isEmpty()) {
            return true;
        }
        response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, null);
        response.setHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, null);
        return settings.allowedOrigins().isEmpty() && own.isEmpty();
    }

    /**
     * Whether a browser sends the request for a page of another origin that is on no list. {@code Sec-Fetch-Site} is the word of
     * the browser, which no page can choose; another port of the same host is another origin. A browser that does not send it
     * sends {@code Origin} with each write. What is no browser sends neither.
     *
     * @param own the origins that the client allows
     */
    public boolean isOfUnlistedPage(HttpServletRequest request, Collection<String> own) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && isListed(origin, own)) {
            return false;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        if ("same-origin".equals(site)) {
            return false;
        }
        return (site != null && !site.equals("none")) || (origin != null && isOfAnotherOrigin(request));
    }

    private boolean isListed(String origin, Collection<String> own) {
        return settings.allowedOrigins().contains(origin) || own.contains(origin);
    }

    /** What is no origin is not this one. */
    private static boolean isOfAnotherOrigin(HttpServletRequest request) {
        try {
            return CorsUtils.isCorsRequest(request);
        } catch (IllegalArgumentException _) {
            return true;
        }
    }

    /** The answer to what is not admitted. */
    public static ProblemException refusal() {
        return ProblemException.of(
                Problem.FORBIDDEN,
                "The Origin, or the method or a header that the preflight asks for, is not allowed for pages of other"
                        + " origins");
    }

    /** Outside of the API no page of another origin may ask first; null leaves the answer as it is. */
    private @Nullable CorsConfiguration configurationOf(HttpServletRequest request) {
        Set<String> methods = ApiPaths.methodsOf(request);
        if (methods.isEmpty()) {
            return CorsUtils.isPreFlightRequest(request) ? new CorsConfiguration() : null;
        }
        List<String> origins = new ArrayList<>(settings.allowedOrigins());
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && clientOrigins.all().contains(origin)) {
            origins.add(origin);
        }
        if (origins.isEmpty()) {
            return null;
        }
        CorsConfiguration configuration = new CorsConfiguration();
        configuration.setAllowedOrigins(origins);
        configuration.setAllowedMethods(List.copyOf(methods));
        configuration.setAllowedHeaders(ALLOWED_HEADERS);
        configuration.setExposedHeaders(EXPOSED_HEADERS);
        configuration.setMaxAge(settings.maxAge());
        return configuration;
    }

    /** Refuses with a problem. */
    private static final class Processor extends DefaultCorsProcessor {

        @Override
        protected void rejectRequest(ServerHttpResponse response) throws IOException {
            response.setStatusCode(HttpStatus.FORBIDDEN);
            response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
            response.getBody().write(ProblemJson.of(refusal()));
            response.flush();
        }
    }
}
