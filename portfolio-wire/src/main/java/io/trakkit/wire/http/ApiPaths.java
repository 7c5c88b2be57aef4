package io.trakkit.wire.http;

import io.trakkit.domain.access.Scope;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The paths of the whole API and the methods of each, whichever app serves them. A test holds it against
 * docs/openapi.yaml.
 */
public final class ApiPaths {

    private static final Requirement READ = new Requirement(Scope.READ, Acting.FOR_A_CLIENT);
    private static final Requirement WRITE = new Requirement(Scope.WRITE, Acting.FOR_A_CLIENT);
    private static final Requirement READ_PRICES = new Requirement(Scope.READ, Acting.FOR_EITHER);
    private static final Requirement SET_PRICES = new Requirement(Scope.PRICES, Acting.FOR_EITHER);
    private static final Requirement OPS = new Requirement(Scope.OPS, Acting.FOR_EITHER);
    private static final Requirement PLATFORM_OPS = new Requirement(Scope.OPS, Acting.FOR_THE_PLATFORM);

    private static final Requirement ADMIN = new Requirement(Scope.ADMIN, Acting.FOR_THE_PLATFORM);
    private static final Requirement SESSION = new Requirement(null, Acting.FOR_A_CLIENT);

    private static final Map<String, Map<String, Requirement>> PATHS = paths();

    private static final Map<PathPattern, Map<String, Requirement>> PATTERNS = patterns();

    private ApiPaths() {}

    /** For whom a caller must act. */
    public enum Acting {
        /** For a client. */
        FOR_A_CLIENT,
        /** For the platform. */
        FOR_THE_PLATFORM,
        /** For either. */
        FOR_EITHER
    }

    /**
     * What a request needs.
     *
     * @param scope null if any valid key will do
     */
    public record Requirement(@Nullable Scope scope, Acting acting) {}

    private static Map<String, Map<String, Requirement>> paths() {
        Map<String, Map<String, Requirement>> paths = new LinkedHashMap<>();
        paths.put("/api/v1/portfolio", Map.of("GET", READ, "POST", WRITE));
        paths.put("/api/v1/portfolio/{id}", Map.of("GET", READ, "PATCH", WRITE));
        paths.put("/api/v1/portfolio/{id}/cumulative-returns", Map.of("GET", READ));
        paths.put("/api/v1/portfolio/{id}/performance", Map.of("GET", READ));
        paths.put("/api/v1/portfolio/{id}/recalculate-summary", Map.of("POST", WRITE));
        paths.put("/api/v1/portfolio/{id}/stream", Map.of("GET", READ));
        paths.put("/api/v1/portfolio-summary", Map.of("GET", READ));
        paths.put("/api/v1/price", Map.of("GET", READ_PRICES));
        paths.put("/api/v1/price/query", Map.of("POST", READ_PRICES));
        paths.put("/api/v1/price/{ticker}", Map.of("PUT", SET_PRICES));
        paths.put("/api/v1/trade", Map.of("GET", READ, "POST", WRITE));
        paths.put("/api/v1/trade/bulk", Map.of("POST", WRITE));
        paths.put("/api/v1/trade/{ref_id}", Map.of("GET", READ, "PATCH", WRITE, "PUT", WRITE));
        paths.put("/api/v1/trade/{ref_id}/history", Map.of("GET", READ));
        paths.put("/api/v1/ops/dead-letters", Map.of("GET", OPS));
        paths.put("/api/v1/ops/dead-letters/discard", Map.of("POST", OPS));
        paths.put("/api/v1/ops/dead-letters/redrive", Map.of("POST", OPS));
        paths.put("/api/v1/ops/dead-letters/{id}", Map.of("GET", OPS));
        paths.put("/api/v1/ops/replay", Map.of("GET", PLATFORM_OPS, "POST", PLATFORM_OPS));
        paths.put("/api/v1/ops/replay/{id}", Map.of("GET", PLATFORM_OPS));
        paths.put("/api/v1/ops/replay/{id}/cancel", Map.of("POST", PLATFORM_OPS));
        paths.put("/api/v1/admin/clients", Map.of("GET", ADMIN, "POST", ADMIN));
        paths.put("/api/v1/admin/clients/{id}", Map.of("GET", ADMIN, "PATCH", ADMIN));
        paths.put("/api/v1/admin/keys", Map.of("GET", ADMIN, "POST", ADMIN));
        paths.put("/api/v1/admin/keys/{id}", Map.of("GET", ADMIN));
        paths.put("/api/v1/admin/keys/{id}/revoke", Map.of("POST", ADMIN));
        paths.put("/api/v1/admin/audit", Map.of("GET", ADMIN));
        paths.put("/api/v1/session", Map.of("POST", SESSION, "DELETE", SESSION));
        return paths;
    }

    private static Map<PathPattern, Map<String, Requirement>> patterns() {
        Map<PathPattern, Map<String, Requirement>> patterns = new LinkedHashMap<>();
        PATHS.forEach((path, methods) -> patterns.put(PathPatternParser.defaultInstance.parse(path), methods));
        return patterns;
    }

    /** The paths as OpenAPI writes them, and what each of their methods needs. */
    public static Map<String, Map<String, Requirement>> described() {
        return PATHS;
    }

    /** What a request needs; empty if the path is not of the API, or has no such method. A HEAD is a GET. */
    public static Optional<Requirement> requirementOf(HttpServletRequest request) {
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        return matching(request.getRequestURI())
                .flatMap(methods -> Stream.ofNullable(methods.get(method)))
                .findFirst();
    }

    /** The methods of a request's path, HEAD and OPTIONS among them; empty where the API has no such path. */
    public static Set<String> methodsOf(HttpServletRequest request) {
        return methodsOf(request.getRequestURI());
    }

    /**
     * The methods of a path, with or without its last slash. All patterns count that match: the trade {@code bulk} is
     * amended at the path that also takes many trades.
     */
    public static Set<String> methodsOf(String path) {
        Set<String> methods = new TreeSet<>();
        matching(path).forEach(those -> methods.addAll(those.keySet()));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        return methods;
    }

    /** A request's path as OpenAPI writes it, with the names of its variables; empty where the API has no such path. */
    public static Optional<String> patternOf(String path) {
        return patternsMatching(path)
                .map(pattern -> pattern.getKey().getPatternString())
                .findFirst();
    }

    private static Stream<Map<String, Requirement>> matching(String path) {
        return patternsMatching(path).map(Map.Entry::getValue);
    }

    private static Stream<Map.Entry<PathPattern, Map<String, Requirement>>> patternsMatching(String path) {
        if (path.contains("//")) {
            return Stream.empty();
        }
        boolean hasLastSlash = path.length() > 1 && path.endsWith("/");
        PathContainer parsed = PathContainer.parsePath(hasLastSlash ? path.substring(0, path.length() - 1) : path);
        return PATTERNS.entrySet().stream().filter(pattern -> pattern.getKey().matches(parsed));
    }

    /** Methods as {@code Allow} has them. */
    public static String allow(Collection<String> methods) {
        return String.join(", ", methods);
    }
}
