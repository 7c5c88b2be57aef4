package io.trakkit.feed.source;

/** The sources that there are. */
public enum SourceKind {
    /** None: prices are set by hand, or others write them into Redis. What the history knows is put back where it is missing. */
    NONE,
    /** A market data service over HTTP. */
    HTTP,
    /** A file of prices by date. */
    CSV,
    /** The compacted topic {@code trakkit.prices}. */
    KAFKA
}
