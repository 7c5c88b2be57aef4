package io.trakkit.query.explain.returns;

import java.util.Locale;

/** What a flow of a money-weighted return is; in the order of a list of them. */
enum FlowKind {
    /** The value that is there when the span starts, as if it had been bought then. */
    VALUE_AT_START,
    /** What records move between the owner and what is held. */
    RECORDS,
    /** The value that is there when the span ends, as if it were sold then. */
    VALUE_AT_END;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
