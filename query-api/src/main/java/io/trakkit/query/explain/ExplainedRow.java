package io.trakkit.query.explain;

import io.trakkit.domain.explain.ExplainedRecord;
import io.trakkit.domain.trade.Booking;
import io.trakkit.store.query.trades.RefusedOfPosition;
import java.time.Instant;
import java.util.Optional;

/** A row of an explanation, before its events are read. */
sealed interface ExplainedRow {

    /**
     * A record of the fold.
     *
     * @param number 1 for the first one
     * @param countsFrom its effective time
     */
    record Folded(long number, Instant countsFrom, ExplainedRecord explained) implements ExplainedRow {}

    /**
     * A trade or an activity whose creation was refused.
     *
     * @param booking what it says; empty if it cannot be read
     */
    record Refused(RefusedOfPosition.Refused refused, Optional<Booking> booking) implements ExplainedRow {}
}
