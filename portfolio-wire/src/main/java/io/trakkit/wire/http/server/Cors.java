package io.trakkit.wire.http.server;

import io.trakkit.wire.http.ApiPaths;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.http.problem.ProblemJson;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
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

/** Answers cross-origin requests by the allow list and the methods of a path. */
final class Cors {

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
            HttpHeaders.RETRY_AFTER);

    private final CorsSettings settings;

    private Cors(CorsSettings settings) {
        this.settings = settings;
    }

    static CorsFilter filter(CorsSettings settings) {
        CorsFilter filter = new CorsFilter(new Cors(settings)::configurationOf);
        filter.setCorsProcessor(new Processor());
        return filter;
    }

    /** Outside of the API no page of another origin may ask first; null leaves the answer as it is. */
    private @Nullable CorsConfiguration configurationOf(HttpServletRequest request) {
        Set<String> methods = ApiPaths.methodsOf(request);
        if (methods.isEmpty()) {
            return CorsUtils.isPreFlightRequest(request) ? new CorsConfiguration() : null;
        }
        CorsConfiguration configuration = new CorsConfiguration();
        configuration.setAllowedOrigins(settings.allowedOrigins());
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
            response.getBody()
                    .write(ProblemJson.of(ProblemException.of(
                            Problem.FORBIDDEN,
                            "The Origin, or the method or a header that the preflight asks for, is not allowed for pages"
                                    + " of other origins")));
            response.flush();
        }
    }
}
