package io.trakkit.store.deadletters;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.log.LogPosition;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record of the log that can never be applied, with its bytes as they were.
 *
 * @param detail what is wrong with it, in words
 * @param loggedAt the record's own time
 * @param about what could be made out of the value, to find it by
 */
public record DeadLetter(
        LogPosition origin,
        String topic,
        DeadLetterReason reason,
        String detail,
        Raw raw,
        Instant loggedAt,
        About about) {

    /**
     * The record as it was.
     *
     * @param headers the record's headers in a form that gives them back byte by byte
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Raw(byte @Nullable [] key, byte @Nullable [] value, byte[] headers) {}

    /** The parts of the event that could be read. */
    public record About(
            ClientId client,
            @Nullable UUID eventId,
            @Nullable String type,
            @Nullable String refId,
            @Nullable String userId,
            @Nullable Long portfolio,
            @Nullable String ticker) {}
}
