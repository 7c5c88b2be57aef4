package io.trakkit.wire.http;

import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.Printable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Problems as they are written, by whichever part of the server. */
final class ProblemJson {

    static final String MEDIA_TYPE = "application/problem+json";

    private ProblemJson() {}

    /** A problem of which the status is all that is known. */
    static byte[] of(int status) {
        Problem problem = Problem.ofStatus(status);
        return write(problem, status, problem.generalDetail(), List.of(), Map.of());
    }

    static byte[] of(ProblemException problem) {
        Problem kind = problem.problem();
        return write(kind, kind.status(), problem.detail(), problem.errors(), problem.members());
    }

    private static byte[] write(
            Problem problem, int status, String detail, List<InputError> errors, Map<String, Object> members) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", problem.type().toString());
        body.put("title", problem.title());
        body.put("status", status);
        body.put("detail", Printable.wellFormed(detail));
        if (!errors.isEmpty()) {
            body.put("errors", errors.stream().map(InputError::json).toList());
        }
        members.forEach(body::putIfAbsent);
        return Json.strict().writeValueAsBytes(body);
    }
}
