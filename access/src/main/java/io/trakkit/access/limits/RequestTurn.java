package io.trakkit.access.limits;

import io.trakkit.domain.access.ClientLimits;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import java.time.Duration;

/**
 * Whether a request is within the limit of its client.
 *
 * @param granted whether the request may go on
 * @param remaining how many more requests may come at once
 * @param retryAfter when a request may come again; zero if this one may go on
 * @param untilFull when the whole burst is available again
 */
public record RequestTurn(
        ClientId client,
        ClientLimits limits,
        boolean granted,
        long remaining,
        Duration retryAfter,
        Duration untilFull) {

    /** The value of {@code RateLimit-Policy}: requests in a window of one second. */
    public String policy() {
        return "\"requests\";q=" + limits.requestsPerSecond() + ";w=1";
    }

    /** The value of {@code RateLimit}. */
    public String state() {
        return "\"requests\";r=" + remaining + ";t=" + seconds(untilFull);
    }

    /** The answer to a request that may not go on. */
    public ProblemException refusal() {
        long seconds = Math.max(1, seconds(retryAfter));
        return ProblemException.of(
                        Problem.TOO_MANY,
                        "The client " + client + " may send " + limits.requestsPerSecond()
                                + " requests per second, at most " + limits.burst() + " at once; retry in " + seconds
                                + " s")
                .withHeader("Retry-After", Long.toString(seconds));
    }

    private static long seconds(Duration duration) {
        return duration.plusNanos(999_999_999).toSeconds();
    }
}
