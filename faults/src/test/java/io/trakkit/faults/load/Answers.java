package io.trakkit.faults.load;

import java.time.Duration;

/** What a client may be told while something is out of order. */
final class Answers {

    private Answers() {}

    /** Under a fault: a 503 that says when to come again, or none at all. */
    static boolean isExcused(Http.Answer answer, long moment, Witness witness) {
        if (answer.status() == 503 && answer.headers().firstValue("Retry-After").isEmpty()) {
            return false;
        }
        boolean late = answer.status() == Http.NO_ANSWER && answer.body().contains("HttpTimeoutException");
        boolean unavailable = answer.status() == 503 || answer.status() == Http.NO_ANSWER;
        return unavailable && !late && !witness.wasCalmSince(moment);
    }

    static Duration retryAfter(Http.Answer answer, Duration atLeast, Duration atMost) {
        Duration asked = Duration.ofSeconds(
                answer.headers().firstValueAsLong("Retry-After").orElse(0));
        if (asked.compareTo(atLeast) < 0) {
            return atLeast;
        }
        return asked.compareTo(atMost) > 0 ? atMost : asked;
    }
}
