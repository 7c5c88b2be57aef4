package io.trakkit.wire.event;

/** The topics of the log. */
public final class Topics {

    /** What brokers posted: creations, amendments and requests to recalculate. Key {@code portfolio:ticker}. */
    public static final String TRADES = "trakkit.trades";

    /** The portfolios as they stand; compacted. Key: the portfolio's id. */
    public static final String PORTFOLIOS = "trakkit.portfolios";

    /** The verdicts on records of the log that can never be applied. */
    public static final String DEAD_LETTERS = "trakkit.trades.dlt";

    /** How many partitions {@link #TRADES} has. Never to be changed: keys would move and lose their order. */
    public static final int PARTITIONS = 12;

    private Topics() {}
}
