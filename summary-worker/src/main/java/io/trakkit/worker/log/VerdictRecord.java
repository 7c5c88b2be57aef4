package io.trakkit.worker.log;

import io.trakkit.store.DeadLetter;
import io.trakkit.store.LetterOutcome;

/** What a record of the dead-letter topic says. */
public sealed interface VerdictRecord {

    /** A record can never be applied. */
    record Refused(DeadLetter letter) implements VerdictRecord {}

    /** An operator has done something about a dead letter. */
    record Decided(LetterOutcome outcome) implements VerdictRecord {}

    /** Nothing of ours: somebody else has written to the topic. */
    record Foreign(String why) implements VerdictRecord {}
}
