package io.trakkit.worker.projection;

import io.trakkit.domain.value.InvalidValueException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The commands of a replay. */
enum ReplayKind {
    /** Reports what a replay would read and change. */
    PLAN,
    /** Builds the read model again from the log and compares it with the live one. */
    VERIFY,
    /** The same from the journal in PostgreSQL. */
    JOURNAL,
    /** Builds a generation from the log and makes it live; with a filter, replaces only the keys of the filter. */
    REBUILD,
    /** Makes the former generation live again. */
    ROLLBACK,
    /** Deletes the former generation, or an unfinished one. */
    DISCARD,
    /** Has the workers read a part of the log again. */
    REWIND,
    /** Lets a topic that was copied to another cluster continue the log. */
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
