package io.trakkit.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trakkit.domain.ClientId;
import io.trakkit.domain.DeadLetterReason;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Dead letters made from literals, all of one partition. */
final class Letters {

    static final LogPartition PARTITION = new LogPartition(new UUID(7, 1), 4);
    static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private Letters() {}

    /** A letter at an offset, logged so many seconds after noon. */
    static DeadLetter at(long offset, DeadLetterReason reason, @Nullable Long portfolio, @Nullable String ticker) {
        return new DeadLetter(
                PARTITION.at(offset),
                "trakkit.trades",
                reason,
                "wrong",
                new DeadLetter.Raw("key".getBytes(UTF_8), "value".getBytes(UTF_8), new byte[4]),
                NOON.plusSeconds(offset),
                new DeadLetter.About(ClientId.DEFAULT, null, null, null, null, portfolio, ticker));
    }

    static DeadLetter at(long offset) {
        return at(offset, DeadLetterReason.MALFORMED, null, null);
    }

    static LetterOutcome redriven(long offset, String by) {
        return new LetterOutcome(PARTITION.at(offset), LetterOutcome.Kind.REDRIVEN, by, NOON, null);
    }

    static LetterOutcome discarded(long offset, String by, String note) {
        return new LetterOutcome(PARTITION.at(offset), LetterOutcome.Kind.DISCARDED, by, NOON, note);
    }
}
