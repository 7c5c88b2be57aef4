package io.trakkit.store.deadletters;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.store.log.LogPosition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operator's decision about a dead letter.
 *
 * @param origin the origin of the dead letter
 * @param by the name of the operator
 * @param note the reason that the operator gives
 */
public record DeadLetterDecision(
        LogPosition origin,
        Kind kind,
        String by,
        Instant at,
        @Nullable String note) {

    /** The kinds of decisions. */
    public enum Kind {
        /** A copy is put at the end of the log. The decision is final: the copy is a separate record. */
        REDRIVEN("redriven"),
        /** The dead letter is left as it is. A redrive can still follow. */
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
