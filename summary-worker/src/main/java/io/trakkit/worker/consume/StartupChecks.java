package io.trakkit.worker.consume;

import io.trakkit.domain.position.Fold;
import io.trakkit.log.LogContradictionException;
import io.trakkit.store.projection.Generations;
import io.trakkit.worker.apply.WrongFoldVersionException;
import io.trakkit.worker.log.TradesTopic;

/** What must be in order before the log may be read: its topics, and the live read model. */
public final class StartupChecks {

    private final TradesTopic tradesTopic;
    private final Generations generations;
    private volatile boolean topicsAreReady;

    public StartupChecks(TradesTopic tradesTopic, Generations generations) {
        this.tradesTopic = tradesTopic;
        this.generations = generations;
    }

    /**
     * Looks, and creates what is missing.
     *
     * @return whether all is in order; what was just created is looked at the next time
     * @throws LogContradictionException if a topic is not as it must be
     * @throws WrongFoldVersionException if the live read model belongs to another version of the fold
     * @throws org.apache.kafka.common.KafkaException if Kafka can't be reached now
     * @throws org.springframework.core.NestedRuntimeException if PostgreSQL is unavailable now
     */
    boolean prepare() {
        topicsAreReady = tradesTopic.prepare();
        if (topicsAreReady) {
            // A fresh schema belongs to whatever version comes first.
            generations.adoptUnused(Fold.VERSION);
            WrongFoldVersionException.check(generations.live());
        }
        return topicsAreReady;
    }

    /** Whether the topics are known to be there and as they must be. */
    boolean topicsAreReady() {
        return topicsAreReady;
    }
}
