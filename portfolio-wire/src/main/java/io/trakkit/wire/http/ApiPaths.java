package io.trakkit.wire.http;

import io.trakkit.domain.access.Scope;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
    private static final Requirement ANY_KEY = new Requirement(null, Acting.FOR_EITHER);
    private static final Requirement SESSION = new Requirement(null, Acting.FOR_A_CLIENT);

    private static final Map<String, Map<String, Requirement>> PATHS = paths();

    /** The patterns by their third segment, such as {@code trade}: each request is compared with a few of them. */
    private static final Map<String, List<Path>> PATTERNS = PATHS.entrySet().stream()
            .map(path -> new Path(PathPatternParser.defaultInstance.parse(path.getKey()), path.getValue()))
            .collect(Collectors.groupingBy(
                    path -> thirdSegment(PathContainer.parsePath(path.pattern().getPatternString()))));

    /** The index of the third segment: each has a slash before it. */
    private static final int THIRD = 5;

    /** Where a request keeps its {@link Match}: several filters ask for it. */
    private static final String ATTRIBUTE = ApiPaths.class.getName();

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

    private record Path(PathPattern pattern, Map<String, Requirement> methods) {}

    /** The paths that match that of a request. */
    private record Match(String uri, List<Path> paths) {}

    private static Map<String, Map<String, Requirement>> paths() {
        Map<String, Map<String, Requirement>> paths = new LinkedHashMap<>();
        paths.put("/api/v1/portfolio", Map.of("GET", READ, "POST", WRITE));
        paths.put("/api/v1/portfolio/{id}", Map.of("GET", READ, "PATCH", WRITE));
        paths.put("/api/v1/portfolio/{id}/cash", Map.of("GET", READ));
        paths.put("/api/v1/portfolio/{id}/cumulative-returns", Map.of("GET", READ));
        paths.put("/api/v1/portfolio/{id}/explain", Map.of("GET", READ));
        paths.put("/api/v1/portfolio/{id}/explain/cash", Map.of("GET", READ));
        paths.put("/api/v1/portfolio/{id}/explain/money-weighted", Map.of("GET", READ));
        paths.put("/api/v1/portfolio/{id}/explain/{ticker}", Map.of("GET", READ));
        paths.put("/api/v1/portfolio/{id}/explain/{base}/{quote}", Map.of("GET", READ));
        paths.put("/api/v1/portfolio/{id}/income", Map.of("GET", READ));
        paths.put("/api/v1/portfolio/{id}/lots", Map.of("GET", READ));
        paths.put("/api/v1/portfolio/{id}/performance", Map.of("GET", READ));
        paths.put("/api/v1/portfolio/{id}/realised-gains", Map.of("GET", READ));
        paths.put("/api/v1/portfolio/{id}/recalculate-summary", Map.of("POST", WRITE));
        paths.put("/api/v1/portfolio/{id}/stream", Map.of("GET", READ));
        paths.put("/api/v1/portfolio-summary", Map.of("GET", READ));
        paths.put("/api/v1/price", Map.of("GET", READ_PRICES));
        paths.put("/api/v1/price-history", Map.of("GET", READ_PRICES));
        paths.put("/api/v1/price/query", Map.of("POST", READ_PRICES));
        paths.put("/api/v1/price/{ticker}", Map.of("PUT", SET_PRICES));
        paths.put("/api/v1/trade", Map.of("GET", READ, "POST", WRITE));
        paths.put("/api/v1/trade/bulk", Map.of("POST", WRITE));
        paths.put("/api/v1/trade/{ref_id}", Map.of("GET", READ, "PATCH", WRITE, "PUT", WRITE));
        paths.put("/api/v1/trade/{ref_id}/history", Map.of("GET", READ));
        paths.put("/api/v1/corporate-action", Map.of("GET", READ, "POST", WRITE));
        paths.put("/api/v1/corporate-action/{action_id}", Map.of("GET", READ, "PATCH", WRITE, "PUT", WRITE));
        paths.put("/api/v1/activity", Map.of("GET", READ, "POST", WRITE));
        paths.put("/api/v1/activity/{ref_id}", Map.of("GET", READ, "PATCH", WRITE, "PUT", WRITE));
        paths.put("/api/v1/activity/{ref_id}/history", Map.of("GET", READ));
        paths.put("/api/v1/fx-rate/{base}/{quote}", Map.of("GET", READ_PRICES, "PUT", SET_PRICES));
        paths.put("/api/v1/ops/dead-letters", Map.of("GET", OPS));
        paths.put("/api/v1/ops/dead-letters/discard", Map.of("POST", OPS));
        paths.put("/api/v1/ops/dead-letters/redrive", Map.of("POST", OPS));
        paths.put("/api/v1/ops/dead-letters/{id}", Map.of("GET", OPS));
        paths.put("/api/v1/ops/replay", Map.of("GET", PLATFORM_OPS, "POST", PLATFORM_OPS));
        paths.put("/api/v1/ops/replay/{id}", Map.of("GET", PLATFORM_OPS));
        paths.put("/api/v1/ops/replay/{id}/cancel", Map.of("POST", PLATFORM_OPS));
        paths.put("/api/v1/ops/status", Map.of("GET", PLATFORM_OPS));
        paths.put("/api/v1/admin/clients", Map.of("GET", ADMIN, "POST", ADMIN));
        paths.put("/api/v1/admin/clients/{id}", Map.of("GET", ADMIN, "PATCH", ADMIN));
        paths.put("/api/v1/admin/keys", Map.of("GET", ADMIN, "POST", ADMIN));
        paths.put("/api/v1/admin/keys/{id}", Map.of("GET", ADMIN));
        paths.put("/api/v1/admin/keys/{id}/revoke", Map.of("POST", ADMIN));
        paths.put("/api/v1/admin/audit", Map.of("GET", ADMIN));
        paths.put("/api/v1/session", Map.of("GET", ANY_KEY, "POST", SESSION, "DELETE", SESSION));
        return paths;
    }

    /** The paths as OpenAPI writes them, and what each of their methods needs. */
    public static Map<String, Map<String, Requirement>> described() {
        return PATHS;
    }

    /** What a request needs; empty if the path is not of the API, or has no such method. A HEAD is a GET. */
    public static Optional<Requirement> requirementOf(HttpServletRequest request) {
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        return matching(request).stream()
                .flatMap(path -> Stream.ofNullable(path.methods().get(method)))
                .findFirst();
    }

    /** Whether the path of a request is of the API. */
    public static boolean isKnown(HttpServletRequest request) {
        return !matching(request).isEmpty();
    }

    /**
     * The methods of a request's path, with or without its last slash, HEAD and OPTIONS among them; empty where the API has
     * no such path. All patterns count that match: the trade {@code bulk} is amended at the path that also takes many trades.
     */
    public static Set<String> methodsOf(HttpServletRequest request) {
        return methodsOf(matching(request));
    }

    /** The methods of a path, as {@link #methodsOf(HttpServletRequest)} has them. */
    public static Set<String> methodsOf(String path) {
        return methodsOf(matching(path));
    }

    private static Set<String> methodsOf(List<Path> paths) {
        Set<String> methods = new TreeSet<>();
        paths.forEach(path -> methods.addAll(path.methods().keySet()));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        return methods;
    }

    /** A request's path as OpenAPI writes it, with the names of its variables; empty where the API has no such path. */
    public static Optional<String> patternOf(HttpServletRequest request) {
        return matching(request).stream()
                .map(path -> path.pattern().getPatternString())
                .findFirst();
    }

    /** The URI is compared because a filter may have wrapped the request with another one. */
    private static List<Path> matching(HttpServletRequest request) {
        String uri = request.getRequestURI();
        if (request.getAttribute(ATTRIBUTE) instanceof Match(String matched, List<Path> paths) && matched.equals(uri)) {
            return paths;
        }
        List<Path> paths = matching(uri);
        request.setAttribute(ATTRIBUTE, new Match(uri, paths));
        return paths;
    }

    private static List<Path> matching(String path) {
        if (path.contains("//")) {
            return List.of();
        }
        boolean hasLastSlash = path.length() > 1 && path.endsWith("/");
        PathContainer parsed = PathContainer.parsePath(hasLastSlash ? path.substring(0, path.length() - 1) : path);
        return PATTERNS.getOrDefault(thirdSegment(parsed), List.of()).stream()
                .filter(known -> known.pattern().matches(parsed))
                .toList();
    }

    /** As patterns are compared with it: without percent-encoding and path parameters. */
    private static String thirdSegment(PathContainer path) {
        List<PathContainer.Element> elements = path.elements();
        return elements.size() > THIRD && elements.get(THIRD) instanceof PathContainer.PathSegment segment
                ? segment.valueToMatch()
                : "";
    }

    /** Methods as {@code Allow} has them. */
    public static String allow(Collection<String> methods) {
        return String.join(", ", methods);
    }
}
