package io.trakkit.worker.deadletters;

import io.trakkit.store.deadletters.DeadLetter;
import io.trakkit.store.deadletters.DeadLetterDecision;

/** A record of the dead-letter topic. */
public sealed interface DeadLetterRecord {

    /** A refused record. */
    record Refused(DeadLetter deadLetter) implements DeadLetterRecord {}

    /** The decision of an operator about a dead letter. */
    record Decided(DeadLetterDecision decision) implements DeadLetterRecord {}

    /** A record that is neither. */
    record Foreign(String why) implements DeadLetterRecord {}
}
