package io.trakkit.store.deadletters;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.log.LogPosition;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record of the log that can never be applied, with its original bytes.
 *
 * @param detail a message that says what is wrong
 * @param loggedAt the timestamp of the record
 * @param about the parts of the value that could be read, for searches
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
     * The original record.
     *
     * @param headers the headers, serialised without loss
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
