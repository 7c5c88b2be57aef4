package io.trakkit.store.query.trades;

import io.trakkit.domain.position.AcceptedTrade;

/** A trade or a refused creation, found by ref_id. */
public sealed interface KnownTrade {

    /** A trade. */
    record Accepted(AcceptedTrade trade) implements KnownTrade {}

    /** There is no trade; its latest creation became a dead letter. */
    record Refused(RefusedTrade trade) implements KnownTrade {}
}
