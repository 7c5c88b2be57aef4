package io.trakkit.domain.returns;

import java.time.Instant;

/**
 * The time from which a trade counts. A trade may claim a time of execution that is ahead of its receipt; then it
 * counts from its receipt on. None counts before those that come before it in the order of the key, so at any time
 * those that count are the first ones of that order: what an answer as of a time says is what the summary said then.
 * No trade counts later than at its time of execution.
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
