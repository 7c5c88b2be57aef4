package io.trakkit.worker.log;

import io.trakkit.log.LogContradictionException;
import io.trakkit.log.TopicGuard;
import io.trakkit.log.TopicSpecs;
import io.trakkit.store.progress.MovedTopics;
import io.trakkit.wire.event.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** The topic of the trades for the worker: the id of its log, its end offsets, and whether it may be read. */
public final class TradesTopic implements SmartLifecycle {

    private final TopicGuard topics;
    private final MovedTopics moved;
    private final WorkerSettings settings;
    private final List<TopicPartition> partitions;
    private volatile @Nullable LogOfTopic known;
    private volatile boolean running = true;

    /** The log that a topic holds. */
    private record LogOfTopic(UUID topicId, UUID logId) {}

    /** @param topics closed when the worker stops */
    public TradesTopic(TopicGuard topics, MovedTopics moved, WorkerSettings settings) {
        this.topics = topics;
        this.moved = moved;
        this.settings = settings;
        this.partitions = TopicGuard.partitions(Topics.TRADES, settings.partitions());
    }

    /**
     * Creates the topics of the trades, the dead letters, the clients and the corporate actions if they are missing, and checks them.
     *
     * @return whether all topics existed; a topic that was just created is checked by the next call
     * @throws LogContradictionException if a topic has the wrong number of partitions
     * @throws KafkaException if Kafka is unavailable
     */
    public boolean prepare() {
        TopicSpecs specs = new TopicSpecs(settings.partitions(), settings.replication(), settings.minInsyncReplicas());
        boolean allExist = topics.createIfMissing(specs.trades());
        allExist &= topics.createIfMissing(specs.deadLetters());
        allExist &= topics.createIfMissing(specs.clients());
        allExist &= topics.createIfMissing(specs.corporateActions());
        if (allExist) {
            logId();
            topics.requireTopic(Topics.DEAD_LETTERS, settings.partitions());
            topics.requireTopic(Topics.CLIENTS, 1);
            topics.requireTopic(Topics.CORPORATE_ACTIONS, 1);
        }
        return allExist;
    }

    /**
     * The id of the log that the topic holds now: Kafka's id of the topic, or of the topic that it was moved from. A topic
     * that is deleted and created again holds another log.
     *
     * @throws LogContradictionException if the topic has the wrong number of partitions
     * @throws KafkaException if Kafka is unavailable
     * @throws org.springframework.core.NestedRuntimeException if the topic is new and PostgreSQL is unavailable
     */
    public UUID logId() {
        UUID topicId = topics.requireTopic(Topics.TRADES, settings.partitions());
        LogOfTopic log = known;
        if (log == null || !log.topicId().equals(topicId)) {
            log = new LogOfTopic(topicId, moved.logOf(topicId));
            known = log;
        }
        return log.logId();
    }

    /**
     * The end offset of each partition now, without the records of open transactions.
     *
     * @throws KafkaException if Kafka is unavailable
     */
    public Map<Integer, Long> ends() {
        return byNumber(topics.ends(partitions, IsolationLevel.READ_COMMITTED));
    }

    /**
     * The latest timestamp of a record in each partition; empty partitions are left out.
     *
     * @throws KafkaException if Kafka is unavailable
     */
    Map<Integer, Instant> latestTimes() {
        return byNumber(topics.latestTimes(partitions));
    }

    private static <T> Map<Integer, T> byNumber(Map<TopicPartition, T> values) {
        return values.entrySet().stream()
                .collect(Collectors.toMap(value -> value.getKey().partition(), Map.Entry::getValue));
    }

    @Override
    public void start() {
        // Nothing to start: the guard connects on the first call.
    }

    /** Fails the calls that still wait for Kafka. */
    @Override
    public void stop() {
        running = false;
        topics.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return WorkerSettings.PHASE;
    }
}
