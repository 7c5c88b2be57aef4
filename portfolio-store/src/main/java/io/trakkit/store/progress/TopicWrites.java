package io.trakkit.store.progress;

import io.trakkit.store.log.LogPartition;
import io.trakkit.store.log.LogPosition;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Writes to a table and to the compacted topic that holds the same, in one transaction: {@link #begin}, change the table,
 * publish with all acknowledgements, {@link #published}, commit. The topic can then be ahead of the table, never behind, and
 * nothing is written until the table has been brought up to date.
 */
public final class TopicWrites {

    private final RecoveryOffsets offsets;
    private final Duration patience;

    /** @param patience how long {@link #begin} waits for the transaction of another write */
    public TopicWrites(RecoveryOffsets offsets, Duration patience) {
        this.offsets = offsets;
        this.patience = patience;
    }

    /**
     * Holds the topic's row until the transaction ends, so that writes come one after the other.
     *
     * @param end asks for the end offset of the topic
     * @return where the topic ends
     * @throws OutOfStepException if the table lacks records of the topic, or has more
     * @throws org.springframework.dao.PessimisticLockingFailureException if another write takes too long
     */
    public LogPosition begin(LogPartition topic, LongSupplier end) {
        offsets.waitAtMost(patience);
        long read = offsets.lock(topic);
        long current = end.getAsLong();
        if (current != read) {
            throw new OutOfStepException(current > read);
        }
        return topic.at(current);
    }

    /** Should another record have come in between, of a write that was given up, the worker reads both. */
    public void published(LogPosition end, long offset) {
        if (offset == end.offset()) {
            offsets.advance(end.partition(), offset + 1);
        }
    }
}
