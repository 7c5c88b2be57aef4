package io.trakkit.worker.deadletters;

import io.trakkit.store.deadletters.DeadLetter;
import io.trakkit.store.deadletters.DeadLetterDecision;

/** What a record of the dead-letter topic says. */
public sealed interface DeadLetterRecord {

    /** A record can never be applied. */
    record Refused(DeadLetter letter) implements DeadLetterRecord {}

    /** An operator has done something about a dead letter. */
    record Decided(DeadLetterDecision outcome) implements DeadLetterRecord {}

    /** Nothing of ours: somebody else has written to the topic. */
    record Foreign(String why) implements DeadLetterRecord {}
}
