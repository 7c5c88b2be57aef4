package io.trakkit.wire.http.problem;

import io.trakkit.domain.access.Secrets;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.Printable;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes problems as JSON. */
public final class ProblemJson {

    public static final String MEDIA_TYPE = "application/problem+json";

    private ProblemJson() {}

    /** A problem for which only the status is known. */
    public static byte[] of(int status) {
        Problem problem = Problem.ofStatus(status);
        return write(problem, status, problem.generalDetail(), List.of(), Map.of());
    }

    /** Writes a problem as the answer, where Spring MVC does not. */
    public static void send(HttpServletResponse response, ProblemException problem) throws IOException {
        byte[] body = of(problem);
        response.setStatus(problem.problem().status());
        problem.headers().forEach(response::setHeader);
        response.setContentType(MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    public static byte[] of(ProblemException problem) {
        return of(problem, problem.problem().status());
    }

    /** @param status may be one that has no problem of its own */
    public static byte[] of(ProblemException problem, int status) {
        return write(problem.problem(), status, problem.detail(), problem.errors(), problem.members());
    }

    private static byte[] write(
            Problem problem, int status, String detail, List<InputError> errors, Map<String, Object> members) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", problem.type().toString());
        body.put("title", problem.title());
        body.put("status", status);
        body.put("detail", Secrets.hide(Printable.wellFormed(detail)));
        if (!errors.isEmpty()) {
            body.put("errors", errors.stream().map(InputError::json).toList());
        }
        members.forEach(body::putIfAbsent);
        return Json.strict().writeValueAsBytes(body);
    }
}
