package io.trakkit.worker.projection;

import io.trakkit.domain.value.InvalidValueException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What an operator can have replayed. */
enum ReplayKind {
    /** Only says what a replay would read and touch. */
    PLAN,
    /** Builds the read model again from the log, and compares. */
    VERIFY,
    /** The same from the journal in PostgreSQL. */
    JOURNAL,
    /** Makes a generation live that is built again from the log; with keys named, only those, in place. */
    REBUILD,
    /** Makes the former generation live again. */
    ROLLBACK,
    /** Takes the former generation away, or one that was begun. */
    DISCARD,
    /** Sets the group that applies the log back. */
    REWIND,
    /** Lets a topic that was copied to another cluster go on as the log. */
    ADOPT;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws InvalidValueException if there is no such command */
    static ReplayKind parse(String wireName) {
        return Arrays.stream(values())
                .filter(replayKind -> replayKind.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new InvalidValueException("must be one of "
                        + Arrays.stream(values()).map(ReplayKind::wireName).collect(Collectors.joining(", "))));
    }
}
