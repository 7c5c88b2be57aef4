package io.trakkit.domain.history;

import java.time.Instant;

/**
 * The times from which the trades of a key count. A trade counts from its execution or its receipt, whichever is earlier,
 * but never before its predecessors in trade order. At any time, the trades that count are therefore the first ones in
 * trade order: an answer as of a time equals the summary at that time. No trade counts later than at its execution.
 */
public final class EffectiveTime {

    private Instant last = Instant.MIN;

    /**
     * The moment from which the next trade in the order of the key counts.
     *
     * @param receivedAt when the trade was received
     */
    public Instant next(Instant executedAt, Instant receivedAt) {
        Instant known = executedAt.isBefore(receivedAt) ? executedAt : receivedAt;
        if (known.isAfter(last)) {
            last = known;
        }
        return last;
    }
}
