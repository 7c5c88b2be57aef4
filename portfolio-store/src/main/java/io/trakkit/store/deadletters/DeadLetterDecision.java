package io.trakkit.store.deadletters;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.store.log.LogPosition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operator's decision about a dead letter.
 *
 * @param origin the letter's
 * @param by who has done it
 * @param note why, in words
 */
public record DeadLetterDecision(
        LogPosition origin,
        Kind kind,
        String by,
        Instant at,
        @Nullable String note) {

    /** The two things that can be done about one. */
    public enum Kind {
        /** A copy of it was put at the end of the log. Nothing else can be done then: the copy is a record of its own. */
        REDRIVEN("redriven"),
        /** It is left at that. It can still be redriven. */
        DISCARDED("discarded");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        /** The name that the wire and the tables use. */
        public String wireName() {
            return wireName;
        }

        /** @throws InvalidValueException if no kind has that name */
        public static Kind parse(String wireName) {
            for (Kind kind : values()) {
                if (kind.wireName.equals(wireName)) {
                    return kind;
                }
            }
            throw new InvalidValueException("must be redriven or discarded");
        }
    }
}
