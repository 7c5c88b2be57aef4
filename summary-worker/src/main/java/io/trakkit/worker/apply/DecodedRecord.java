package io.trakkit.worker.apply;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.store.deadletters.DeadLetter;
import io.trakkit.store.log.LogPosition;
import io.trakkit.wire.event.Hints;

/** A record after decoding. The result depends on the record alone. */
sealed interface DecodedRecord permits LoggedEvent, DecodedRecord.Refused {

    /** The most characters in the detail of a dead letter. */
    int MAX_DETAIL = 1_000;

    LogRecord record();

    default LogPosition origin() {
        return record().origin();
    }

    /** A record without an event that can be applied: its value is not one, or it has another key or partition. */
    record Refused(LogRecord record, DeadLetter deadLetter) implements DecodedRecord {}

    /** The dead letter of a record. */
    static DeadLetter deadLetter(LogRecord record, DeadLetterReason reason, String detail, Hints hints) {
        return new DeadLetter(
                record.origin(),
                record.topic(),
                reason,
                storable(detail),
                new DeadLetter.Raw(record.key(), record.value(), record.headers()),
                record.loggedAt(),
                DeadLetterSubjects.of(hints));
    }

    /** Replaces control characters and lone surrogates by spaces, and limits the length. */
    private static String storable(String detail) {
        return detail.codePoints()
                .limit(MAX_DETAIL)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
