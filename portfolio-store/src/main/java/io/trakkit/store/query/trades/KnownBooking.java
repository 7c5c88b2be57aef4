package io.trakkit.store.query.trades;

import io.trakkit.domain.update.Accepted;

/** A trade, an activity or a refused creation of one, found by ref_id. */
public sealed interface KnownBooking {

    /** A trade or an activity. */
    record Stored(Accepted booking) implements KnownBooking {}

    /** There is none; its latest creation became a dead letter. */
    record Refused(RefusedTrade creation) implements KnownBooking {}
}
