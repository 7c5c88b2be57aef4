package io.trakkit.worker.admin;

import io.trakkit.domain.access.ApiKeyId;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import java.util.function.Function;

/** Reads the id in a path. */
final class PathValue {

    private PathValue() {}

    static ClientId client(String text) {
        return read(text, ClientId::new);
    }

    static ApiKeyId key(String text) {
        return read(text, ApiKeyId::new);
    }

    private static <T> T read(String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (InvalidValueException e) {
            throw ProblemException.of(Problem.INVALID, "The id in the path " + e.getMessage());
        }
    }
}
