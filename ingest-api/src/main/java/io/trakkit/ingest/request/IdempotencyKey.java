package io.trakkit.ingest.request;

import io.trakkit.wire.http.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The {@code Idempotency-Key} of a request and its retries: 1 to 255 visible ASCII characters. They may be in
 * double quotes, as the IETF's draft has them; that means the same.
 */
public record IdempotencyKey(String value) {

    private static final String HEADER = "Idempotency-Key";
    private static final Pattern QUOTED = Pattern.compile("\"(?:[!#-\\[\\]-~]|\\\\[\"\\\\])*\"");
    private static final Pattern ALLOWED = Pattern.compile("[!-~]{1,255}");
    private static final Pattern ESCAPED = Pattern.compile("\\\\([\"\\\\])");

    /**
     * The key that came with a request.
     *
     * @throws ProblemException if there is more than one or it breaks the rule above
     */
    public static Optional<IdempotencyKey> of(HttpServletRequest request) {
        List<String> values = Collections.list(request.getHeaders(HEADER));
        if (values.isEmpty()) {
            return Optional.empty();
        }
        String key = unquoted(values.getFirst().strip());
        if (values.size() > 1) {
            throw ProblemException.invalidHeader(HEADER, "must be sent once, not " + values.size() + " times");
        }
        if (!ALLOWED.matcher(key).matches()) {
            throw ProblemException.invalidHeader(
                    HEADER,
                    "must have 1 to 255 visible ASCII characters; this one has " + key.length() + " characters");
        }
        return Optional.of(new IdempotencyKey(key));
    }

    private static String unquoted(String value) {
        // No key is longer in quotes; the pattern need not look at more.
        if (value.length() > 512 || !QUOTED.matcher(value).matches()) {
            return value;
        }
        return ESCAPED.matcher(value.substring(1, value.length() - 1)).replaceAll("$1");
    }
}
