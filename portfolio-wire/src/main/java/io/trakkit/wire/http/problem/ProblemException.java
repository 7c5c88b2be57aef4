package io.trakkit.wire.http.problem;

import io.trakkit.wire.json.FieldError;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Ends a request with a problem. It is an answer and no failure: it is not logged and has no stack trace. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final transient List<InputError> errors;
    private final transient Map<String, Object> members;
    private final transient Map<String, String> headers;

    /**
     * @param detail what happened in this case, for a person to read
     * @param errors the fields that are to blame
     * @param members what the answer says beside the usual, such as {@code ref_id}
     */
    public ProblemException(Problem problem, String detail, List<FieldError> errors, Map<String, Object> members) {
        this(problem, detail, errors.stream().map(InputError::of).toList(), members, Map.of());
    }

    private ProblemException(
            Problem problem,
            String detail,
            List<InputError> errors,
            Map<String, Object> members,
            Map<String, String> headers) {
        super(detail, null, false, false);
        this.problem = problem;
        this.errors = List.copyOf(errors);
        this.members = new LinkedHashMap<>(members);
        this.headers = new LinkedHashMap<>(headers);
    }

    public static ProblemException of(Problem problem, String detail) {
        return new ProblemException(problem, detail, List.of(), Map.of(), Map.of());
    }

    /** Fields of the body are wrong. */
    public static ProblemException invalid(List<FieldError> errors) {
        return invalidInput(errors.stream().map(InputError::of).toList());
    }

    /** A header of the request is wrong. */
    public static ProblemException invalidHeader(String name, String detail) {
        return invalidInput(List.of(new InputError(InputError.Part.HEADER, name, detail)));
    }

    public static ProblemException invalidInput(List<InputError> errors) {
        String detail = errors.stream().limit(3).map(InputError::toString).collect(Collectors.joining("; "));
        return new ProblemException(
                Problem.INVALID, errors.size() > 3 ? detail + "; …" : detail, errors, Map.of(), Map.of());
    }

    /** A server that the app needs does not answer; a client may try again after that time. */
    public static ProblemException unavailable(String detail, Duration retryAfter) {
        return of(Problem.UNAVAILABLE, detail)
                .withHeader(
                        "Retry-After",
                        Long.toString(Math.max(1, retryAfter.plusMillis(999).toSeconds())));
    }

    /** The same, saying one thing more in the body. */
    public ProblemException with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new ProblemException(problem, detail(), errors, more, headers);
    }

    /** The same with one more header. */
    public ProblemException withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ProblemException(problem, detail(), errors, members, more);
    }

    /** The answer with this problem, for a handler of other exceptions: what a handler throws is not handled. */
    public ResponseEntity<byte[]> answer() {
        return ResponseEntity.status(problem.status())
                .headers(all -> headers.forEach(all::set))
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(ProblemJson.of(this));
    }

    public Problem problem() {
        return problem;
    }

    /** The detail of this case. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** The parts of the input that are to blame. */
    public List<InputError> errors() {
        return errors;
    }

    Map<String, Object> members() {
        return members;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
