package io.trakkit.worker.apply;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.trade.TradeEvent;
import io.trakkit.store.deadletters.DeadLetter;
import io.trakkit.store.log.LogPosition;
import io.trakkit.wire.event.Hints;

/** What a look at a record alone has made of it. */
sealed interface DecodedRecord {

    /** The most characters of the detail of a dead letter. */
    int MAX_DETAIL = 1_000;

    LogRecord record();

    default LogPosition origin() {
        return record().origin();
    }

    /** An event in its right place of the log. */
    record Decoded(LogRecord record, TradeEvent event) implements DecodedRecord {}

    /** A record that no state of the database could make sense of. */
    record Undecodable(LogRecord record, DeadLetter letter) implements DecodedRecord {}

    /** The verdict that this record can never be applied. */
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

    /** What a text column takes and a person can read: no control characters, no half of a pair, not too long. */
    private static String storable(String detail) {
        return detail.codePoints()
                .limit(MAX_DETAIL)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
