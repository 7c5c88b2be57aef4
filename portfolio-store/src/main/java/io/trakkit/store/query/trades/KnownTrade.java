package io.trakkit.store.query.trades;

import io.trakkit.domain.position.AcceptedTrade;

/** A trade or a refused creation, found by ref_id. */
public sealed interface KnownTrade {

    /** A trade that the log has established. */
    record Accepted(AcceptedTrade trade) implements KnownTrade {}

    /** A trade whose creation was refused. */
    record Refused(RefusedTrade trade) implements KnownTrade {}
}
