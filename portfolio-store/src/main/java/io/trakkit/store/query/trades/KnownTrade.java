package io.trakkit.store.query.trades;

/** A trade or a refused creation, found by ref_id. */
public sealed interface KnownTrade {

    /** A trade that the log has established. */
    record Accepted(ListedTrade trade) implements KnownTrade {}

    /** A trade whose creation was refused. */
    record Refused(RefusedTrade trade) implements KnownTrade {}
}
