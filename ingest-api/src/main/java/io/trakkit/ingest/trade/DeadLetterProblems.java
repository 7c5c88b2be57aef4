package io.trakkit.ingest.trade;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.trade.RefId;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import java.util.List;
import java.util.Map;

/** The problem that a caller gets for an event that became a dead letter. */
final class DeadLetterProblems {

    private DeadLetterProblems() {}

    static ProblemException problem(RefId refId, DeadLetterReason reason, String detail) {
        Problem problem = switch (reason) {
            case VERSION_CONFLICT -> Problem.VERSION_CONFLICT;
            case IDEMPOTENCY_KEY_REUSED -> Problem.IDEMPOTENCY_KEY_REUSED;
            case MALFORMED,
                    INVALID,
                    UNKNOWN_TYPE,
                    WRONG_KEY,
                    WRONG_PARTITION,
                    UNKNOWN_PORTFOLIO,
                    FOREIGN_PORTFOLIO,
                    REF_ID_CONFLICT,
                    EVENT_ID_CONFLICT,
                    UNKNOWN_TRADE,
                    INTERNAL_ERROR -> Problem.CONFLICT;
        };
        return new ProblemException(
                problem, detail, List.of(), Map.of("ref_id", refId.value(), "reason", reason.wireName()));
    }
}
