package io.trakkit.store.deadletters;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.store.log.LogPosition;
import java.time.Instant;
import java.util.Optional;

/**
 * A dead letter in a list: without its bytes, with the operator's decision.
 *
 * @param loggedAt the timestamp of the record
 * @param relayed whether it is in the dead-letter topic
 * @param outcome the decision; empty if there is none
 * @param outcomeRelayed whether the decision is in the dead-letter topic; true without a decision
 */
public record ListedDeadLetter(
        LogPosition origin,
        String topic,
        DeadLetterReason reason,
        String detail,
        Instant loggedAt,
        DeadLetter.About about,
        boolean relayed,
        Optional<DeadLetterDecision> outcome,
        boolean outcomeRelayed) {

    /** A dead letter with its bytes. */
    public record Whole(ListedDeadLetter deadLetter, DeadLetter.Raw raw) {}
}
