package io.trakkit.store.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.log.LogPartition;
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

    static DeadLetterDecision redriven(long offset, String by) {
        return new DeadLetterDecision(PARTITION.at(offset), DeadLetterDecision.Kind.REDRIVEN, by, NOON, null);
    }

    static DeadLetterDecision discarded(long offset, String by, String note) {
        return new DeadLetterDecision(PARTITION.at(offset), DeadLetterDecision.Kind.DISCARDED, by, NOON, note);
    }
}
