package io.trakkit.store.query.trades;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.store.deadletters.DeadLetterDecision;
import io.trakkit.store.log.LogPosition;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One record of the log about a trade.
 *
 * @param topic empty: the topic of the trades, which the journal does not repeat in every row
 * @param origin where it stands there
 * @param eventId empty where it could not be read
 * @param type the name of the event's type; empty where it could not be read
 * @param at when the event was received; for a refused one the record's own time
 * @param payload the record's value as it was
 * @param refusal why it was refused; empty for an accepted event
 * @param partitionAt the time of the first record about the trade in this one's partition
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record HistoryEntry(
        Optional<String> topic,
        LogPosition origin,
        Optional<UUID> eventId,
        Optional<String> type,
        Instant at,
        byte @Nullable [] payload,
        Optional<Refusal> refusal,
        Instant partitionAt) {

    /**
     * Why a record was refused.
     *
     * @param outcome what an operator has done about it since
     */
    public record Refusal(DeadLetterReason reason, String detail, Optional<Outcome> outcome) {}

    /** The decision about a refused record, without the operator's name. */
    public record Outcome(DeadLetterDecision.Kind kind, Instant at) {}

    /** Its place in the history. */
    public LogKey key() {
        return new LogKey(partitionAt, origin);
    }
}
