package io.trakkit.store.query.trades;

import io.trakkit.domain.position.AcceptedActivity;

/** An activity or a refused creation, found by ref_id. */
public sealed interface KnownActivity {

    /** An activity. */
    record Accepted(AcceptedActivity activity) implements KnownActivity {}

    /** There is no activity; its latest creation became a dead letter. */
    record Refused(RefusedTrade activity) implements KnownActivity {}
}
