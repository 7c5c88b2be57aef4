package io.trakkit.wire.http;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.wire.http.problem.InputError;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.http.problem.Quoted;
import io.trakkit.wire.json.Printable;
import io.trakkit.wire.json.Readers;
import io.trakkit.wire.json.Utf8;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the query parameters of a request one by one. Errors are collected on the way; {@link #noOthers()} ends the
 * reading and throws them all at once. Up to then, a parameter that is wrong reads as if it were not there.
 */
public final class QueryParameters {

    private final Map<String, List<String>> values;
    private final Set<String> known = new HashSet<>();
    private final List<InputError> errors = new ArrayList<>();

    private QueryParameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /** @throws ProblemException if the query is not percent-encoded UTF-8 */
    public static QueryParameters of(HttpServletRequest request) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        String query = request.getQueryString();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
                if (!pair.isEmpty()) {
                    values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
                }
            }
        }
        return new QueryParameters(values);
    }

    private static String decoded(String encoded) {
        try {
            // One character per byte, so that the bytes can be checked.
            String bytes = URLDecoder.decode(encoded, StandardCharsets.ISO_8859_1);
            return Utf8.decode(bytes.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw ProblemException.of(
                    Problem.MALFORMED,
                    "The query must be percent-encoded UTF-8; this part is not: " + Printable.of(encoded));
        }
    }

    /** The parameter's text; null if it is absent. */
    public @Nullable String text(String name) {
        return value(name, text -> text);
    }

    /** The parsed value of the parameter; null if it is absent. */
    public <T> @Nullable T value(String name, Function<String, T> parser) {
        known.add(name);
        List<String> given = values.getOrDefault(name, List.of());
        if (given.isEmpty()) {
            return null;
        }
        if (given.size() > 1) {
            error(name, "must be given once, not " + given.size() + " times");
            return null;
        }
        try {
            return parser.apply(given.getFirst());
        } catch (InvalidValueException e) {
            error(name, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** The parsed values of a repeated parameter, from one to {@code most}. */
    public <T> List<T> values(String name, int most, Function<String, T> parser) {
        known.add(name);
        List<String> given = values.getOrDefault(name, List.of());
        if (given.isEmpty() || given.size() > most) {
            error(
                    name,
                    given.isEmpty() ? "is missing" : "must be given at most " + most + " times, not " + given.size());
            return List.of();
        }
        List<T> parsed = new ArrayList<>(given.size());
        for (String text : given) {
            try {
                parsed.add(parser.apply(text));
            } catch (InvalidValueException e) {
                error(name, String.valueOf(e.getMessage()));
            }
        }
        return parsed;
    }

    /** A whole number within the bounds, both included; the fallback if the parameter is absent. */
    public int integer(String name, int fallback, int min, int max) {
        Integer number = value(name, text -> integer(text, min, max));
        return number == null ? fallback : number;
    }

    /** True or false; the fallback if the parameter is absent. */
    public boolean truth(String name, boolean fallback) {
        Boolean truth = value(name, QueryParameters::truth);
        return truth == null ? fallback : truth;
    }

    /** A time as {@link Readers#TIME} reads it; null if the parameter is absent. */
    public @Nullable Instant time(String name) {
        return value(name, QueryParameters::instant);
    }

    /** Adds an error that was found elsewhere. */
    public void error(String name, String detail) {
        errors.add(new InputError(InputError.Part.PARAMETER, Printable.of(name), detail));
    }

    /**
     * Does what can show that a parameter is wrong only when it is done, such as a span with too many moments.
     *
     * @throws ProblemException with the message of an {@link InvalidValueException} as an error of that parameter
     */
    public <T> T blaming(String name, Supplier<T> work) {
        try {
            return work.get();
        } catch (InvalidValueException e) {
            error(name, String.valueOf(e.getMessage()));
            throw ProblemException.invalidInput(errors);
        }
    }

    /**
     * Ends the reading.
     *
     * @throws ProblemException if any parameter was wrong, or is there without being known
     */
    public void noOthers() {
        values.keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> error(name, "is not a known parameter"));
        if (!errors.isEmpty()) {
            throw ProblemException.invalidInput(errors);
        }
    }

    private static Integer integer(String text, int min, int max) {
        String rule = max == Integer.MAX_VALUE
                ? "must be a whole number of " + min + " or more, not "
                : "must be a whole number from " + min + " to " + max + ", not ";
        if (!text.matches("-?[0-9]{1,18}")) {
            throw new InvalidValueException(rule + Quoted.of(text));
        }
        long number = Long.parseLong(text);
        if (number < min || number > max) {
            throw new InvalidValueException(rule + number);
        }
        return (int) number;
    }

    private static Boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidValueException("must be true or false, not " + Quoted.of(text));
        };
    }

    private static Instant instant(String text) {
        if (text.indexOf(' ') > 0) {
            throw new InvalidValueException("has a space; percent-encode the + of its offset");
        }
        return Readers.time(text);
    }
}
