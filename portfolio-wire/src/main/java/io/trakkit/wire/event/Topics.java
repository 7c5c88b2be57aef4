package io.trakkit.wire.event;

import java.util.Map;

/** The topics of the log. */
public final class Topics {

    /** Events: creations, amendments and requests to recalculate. Key {@code portfolio:ticker}. */
    public static final String TRADES = "trakkit.trades";

    /** The current portfolios; compacted. Key: the portfolio's id. */
    public static final String PORTFOLIOS = "trakkit.portfolios";

    /** The current clients and API keys; compacted. Key: {@code client/<id>} or {@code key/<id>}. */
    public static final String CLIENTS = "trakkit.clients";

    /** The current corporate actions; compacted. Key {@code client/action_id}. */
    public static final String CORPORATE_ACTIONS = "trakkit.corporate-actions";

    /** Dead letters: records of {@link #TRADES} that can never be applied, and operators' decisions about them. */
    public static final String DEAD_LETTERS = "trakkit.trades.dlt";

    /** Before the id of a client: the topic into which it publishes trades itself. */
    public static final String INBOUND = "trakkit.inbound.";

    /** Before the id of a client: what became of the records of its {@link #INBOUND} topic. */
    public static final String OUTCOMES = "trakkit.outcomes.";

    /** The latest quote of each ticker; compacted, and not of the log: others write it, where market data is on Kafka. */
    public static final String PRICES = "trakkit.prices";

    /** How many partitions {@link #TRADES} has. Never to be changed: keys would move and lose their order. */
    public static final int PARTITIONS = 12;

    /**
     * What {@link #TRADES} is created with, by whichever app comes first: kept for ever, and room for what a broker
     * may publish by mistake, so that it is at least seen as a dead letter.
     */
    public static final Map<String, String> TRADES_CONFIG = Map.of(
            "cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1", "max.message.bytes", "2097152");

    private Topics() {}
}
