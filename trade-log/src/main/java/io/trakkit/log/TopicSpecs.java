package io.trakkit.log;

import io.trakkit.wire.event.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * The settings with which the topics of the log are created.
 *
 * @param partitions the number of partitions of the trades and of the dead letters
 * @param replication the replication factor; null for the default of the cluster
 * @param minInsyncReplicas null for the default of the cluster
 */
public record TopicSpecs(
        int partitions,
        @Nullable Short replication,
        @Nullable Integer minInsyncReplicas) {

    /** The size limit of a dead letter's record: the largest record of the log, plus headers. */
    public static final int DEAD_LETTER_BYTES = 4 * 1024 * 1024;

    public NewTopic trades() {
        return topic(Topics.TRADES, partitions, Topics.TRADES_CONFIG);
    }

    /** The topic of portfolios has one partition: they are few, and a single order is easy to follow. */
    public NewTopic portfolios() {
        return compacted(Topics.PORTFOLIOS);
    }

    /** The topic of clients and keys has one partition, for the same reasons. */
    public NewTopic clients() {
        return compacted(Topics.CLIENTS);
    }

    /** The topic of corporate actions has one partition, for the same reasons. */
    public NewTopic corporateActions() {
        return compacted(Topics.CORPORATE_ACTIONS);
    }

    private NewTopic compacted(String name) {
        return topic(name, 1, Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    }

    /** The topic of dead letters has as many partitions as that of trades: a dead letter has the partition of its record. */
    public NewTopic deadLetters() {
        return topic(
                Topics.DEAD_LETTERS,
                partitions,
                Map.of(
                        TopicConfig.RETENTION_MS_CONFIG,
                        "-1",
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        Integer.toString(DEAD_LETTER_BYTES)));
    }

    private NewTopic topic(String name, int count, Map<String, String> configs) {
        Map<String, String> all = new HashMap<>(configs);
        if (minInsyncReplicas != null) {
            all.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(minInsyncReplicas));
        }
        return new NewTopic(name, Optional.of(count), Optional.ofNullable(replication)).configs(all);
    }
}
