package io.trakkit.wire.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The paths of the whole API and the methods of each, whichever app serves them. A test holds it against
 * docs/openapi.yaml.
 */
public final class ApiPaths {

    private static final Map<String, Set<String>> METHODS = methods();

    private static final Map<PathPattern, Set<String>> PATTERNS = patterns();

    private ApiPaths() {}

    private static Map<String, Set<String>> methods() {
        Map<String, Set<String>> paths = new LinkedHashMap<>();
        add(paths, "/api/v1/portfolio", "GET", "POST");
        add(paths, "/api/v1/portfolio/{id}", "GET", "PATCH");
        add(paths, "/api/v1/portfolio/{id}/cumulative-returns", "GET");
        add(paths, "/api/v1/portfolio/{id}/performance", "GET");
        add(paths, "/api/v1/portfolio/{id}/recalculate-summary", "POST");
        add(paths, "/api/v1/portfolio/{id}/stream", "GET");
        add(paths, "/api/v1/portfolio-summary", "GET");
        add(paths, "/api/v1/price", "GET");
        add(paths, "/api/v1/price/query", "POST");
        add(paths, "/api/v1/price/{ticker}", "PUT");
        add(paths, "/api/v1/trade", "GET", "POST");
        add(paths, "/api/v1/trade/bulk", "POST");
        add(paths, "/api/v1/trade/{ref_id}", "GET", "PATCH", "PUT");
        add(paths, "/api/v1/trade/{ref_id}/history", "GET");
        add(paths, "/api/v1/ops/dead-letters", "GET");
        add(paths, "/api/v1/ops/dead-letters/discard", "POST");
        add(paths, "/api/v1/ops/dead-letters/redrive", "POST");
        add(paths, "/api/v1/ops/dead-letters/{id}", "GET");
        add(paths, "/api/v1/ops/replay", "GET", "POST");
        add(paths, "/api/v1/ops/replay/{id}", "GET");
        add(paths, "/api/v1/ops/replay/{id}/cancel", "POST");
        return paths;
    }

    private static void add(Map<String, Set<String>> paths, String path, String... methods) {
        paths.put(path, Set.copyOf(Arrays.asList(methods)));
    }

    private static Map<PathPattern, Set<String>> patterns() {
        Map<PathPattern, Set<String>> patterns = new LinkedHashMap<>();
        METHODS.forEach((path, methods) -> patterns.put(PathPatternParser.defaultInstance.parse(path), methods));
        return patterns;
    }

    /** The paths as OpenAPI writes them, and the methods that each describes. */
    public static Map<String, Set<String>> described() {
        return METHODS;
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
        if (path.contains("//")) {
            return Set.of();
        }
        boolean hasLastSlash = path.length() > 1 && path.endsWith("/");
        PathContainer parsed = PathContainer.parsePath(hasLastSlash ? path.substring(0, path.length() - 1) : path);
        Set<String> methods = new TreeSet<>();
        PATTERNS.forEach((pattern, those) -> {
            if (pattern.matches(parsed)) {
                methods.addAll(those);
            }
        });
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        return methods;
    }

    /** Methods as {@code Allow} has them. */
    public static String allow(Collection<String> methods) {
        return String.join(", ", methods);
    }
}
