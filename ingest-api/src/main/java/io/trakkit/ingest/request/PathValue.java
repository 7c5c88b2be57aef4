package io.trakkit.ingest.request;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import java.util.function.Function;

/** Reads the variable part of a path. */
public final class PathValue {

    private PathValue() {}

    /**
     * The value that a part of the path stands for.
     *
     * @param name what the API's description calls that part
     * @throws ProblemException if it breaks the value's rule: not found is only what could be there
     */
    public static <T> T read(String name, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (InvalidValueException e) {
            throw ProblemException.of(Problem.INVALID, "The " + name + " in the path " + e.getMessage());
        }
    }
}
