package io.trakkit.feed.source;

/** The kinds of sources. */
public enum SourceKind {
    /** No source: people or other programs set prices. The feed still restores quotes that Redis has lost from the history. */
    NONE,
    /** A market data service over HTTP. */
    HTTP,
    /** A file of prices by date. */
    CSV,
    /** The compacted topic {@code trakkit.prices}. */
    KAFKA
}
