package io.trakkit.worker.consume;

import io.trakkit.domain.position.Fold;
import io.trakkit.log.LogContradictionException;
import io.trakkit.store.projection.Generations;
import io.trakkit.worker.apply.WrongFoldVersionException;
import io.trakkit.worker.log.TradesTopic;

/** Checks the topics and the live read model before the log is read. */
public final class StartupChecks {

    private final TradesTopic tradesTopic;
    private final Generations generations;
    private volatile boolean topicsAreReady;

    public StartupChecks(TradesTopic tradesTopic, Generations generations) {
        this.tradesTopic = tradesTopic;
        this.generations = generations;
    }

    /**
     * Checks, and creates missing topics.
     *
     * @return whether everything is right; a topic that was just created is checked by the next call
     * @throws LogContradictionException if a topic has the wrong number of partitions
     * @throws WrongFoldVersionException if another version of the fold made the live read model
     * @throws org.apache.kafka.common.KafkaException if Kafka is unavailable
     * @throws org.springframework.core.NestedRuntimeException if PostgreSQL is unavailable
     */
    boolean prepare() {
        topicsAreReady = tradesTopic.prepare();
        if (topicsAreReady) {
            // An unused schema gets the version of the first worker.
            generations.adoptUnused(Fold.VERSION);
            WrongFoldVersionException.check(generations.live());
        }
        return topicsAreReady;
    }

    /** Whether the topics exist and have the right settings. */
    boolean topicsAreReady() {
        return topicsAreReady;
    }
}
