package io.trakkit.access;

import io.trakkit.wire.http.ApiPaths;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request that has an entry in the audit log: all calls of administrators, operators' writes, the start and end of sessions,
 * everything that the platform does for a client, and each dead letter that it looks at: the bytes are a client's.
 *
 * @param action the name of the call, such as {@code keys.create}; the method and the path if it has none
 * @param subject the last part of the path
 * @param write whether it changes something
 */
record AuditedCall(String action, String subject, boolean write) {

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private static final String DEAD_LETTER = "/api/v1/ops/dead-letters/{id}";

    private static final Map<String, String> ACTIONS = Map.ofEntries(
            Map.entry("POST /api/v1/admin/clients", "clients.create"),
            Map.entry("GET /api/v1/admin/clients", "clients.list"),
            Map.entry("GET /api/v1/admin/clients/{id}", "clients.show"),
            Map.entry("PATCH /api/v1/admin/clients/{id}", "clients.change"),
            Map.entry("POST /api/v1/admin/keys", "keys.create"),
            Map.entry("GET /api/v1/admin/keys", "keys.list"),
            Map.entry("GET /api/v1/admin/keys/{id}", "keys.show"),
            Map.entry("POST /api/v1/admin/keys/{id}/revoke", "keys.revoke"),
            Map.entry("GET /api/v1/admin/audit", "audit.read"),
            Map.entry("POST /api/v1/session", "session.start"),
            Map.entry("DELETE /api/v1/session", "session.end"),
            Map.entry("GET " + DEAD_LETTER, "dead-letters.show"),
            Map.entry("POST /api/v1/ops/dead-letters/redrive", "dead-letters.redrive"),
            Map.entry("POST /api/v1/ops/dead-letters/discard", "dead-letters.discard"),
            Map.entry("POST /api/v1/ops/replay", "replay.start"),
            Map.entry("POST /api/v1/ops/replay/{id}/cancel", "replay.cancel"));

    /**
     * Empty if the audit log says nothing about the request. Decided by the path as Spring MVC matches it: percent-encoded
     * letters and path parameters make no difference.
     */
    static Optional<AuditedCall> of(HttpServletRequest request, Caller caller) {
        boolean write = isWrite(request);
        String path = ApiPaths.patternOf(request).orElse(request.getRequestURI());
        boolean audited = path.startsWith("/api/v1/admin/")
                || (write && (path.startsWith("/api/v1/ops/") || path.equals("/api/v1/session")))
                || (caller.platform() && path.equals(DEAD_LETTER))
                || caller.actsForClient();
        return audited ? Optional.of(of(request)) : Optional.empty();
    }

    /** What an entry about the request says, whether or not it must have one. */
    static AuditedCall of(HttpServletRequest request) {
        String uri = request.getRequestURI();
        Optional<String> pattern = ApiPaths.patternOf(request);
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        String call = method + ' ' + pattern.orElse("?");
        return new AuditedCall(
                ACTIONS.getOrDefault(call, call),
                pattern.map(known -> variable(known, uri)).orElse(uri),
                isWrite(request));
    }

    private static boolean isWrite(HttpServletRequest request) {
        return !READS.contains(request.getMethod());
    }

    /** The value of the pattern's variable. */
    private static String variable(String pattern, String path) {
        String[] names = pattern.split("/", -1);
        String[] values = path.split("/", -1);
        for (int i = 0; i < Math.min(names.length, values.length); i++) {
            if (names[i].startsWith("{")) {
                return values[i];
            }
        }
        return "";
    }
}
