package io.trakkit.ingest.publish;

import io.trakkit.store.log.LogPartition;
import io.trakkit.wire.event.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/**
 * The admin client of ingest-api; it connects when first used. Connects when first asked, since the cluster may come
 * up later.
 */
final class LogAdmin implements AutoCloseable {

    /** No question takes longer. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Map<String, Object> config;
    private @Nullable Admin admin;

    /** @param config where the cluster is and how to speak to it */
    public LogAdmin(Map<String, Object> config) {
        this.config = new HashMap<>(config);
        this.config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        this.config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    }

    /** @throws LogUnavailableException if the cluster does not say; its cause is what Kafka says instead */
    TopicDescription describe(String topic) {
        Map<String, TopicDescription> described =
                ask(kafka -> kafka.describeTopics(List.of(topic)).allTopicNames());
        return Objects.requireNonNull(described.get(topic), topic);
    }

    /** Creates those of the two topics that are missing. What is there stays as it is. */
    void createMissing(PublishSettings settings) {
        NewTopic trades = newTopic(Topics.TRADES, settings.partitions(), settings)
                .configs(configs(settings, Topics.TRADES_CONFIG));
        // One partition: they are few, and one order over all of them is easy to follow.
        NewTopic portfolios = newTopic(Topics.PORTFOLIOS, 1, settings)
                .configs(configs(
                        settings, Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
        create(trades);
        create(portfolios);
    }

    private static NewTopic newTopic(String name, int partitions, PublishSettings settings) {
        return new NewTopic(name, Optional.of(partitions), Optional.ofNullable(settings.replicationFactor()));
    }

    private static Map<String, String> configs(PublishSettings settings, Map<String, String> ownConfigs) {
        Map<String, String> all = new HashMap<>(ownConfigs);
        if (settings.minInsyncReplicas() != null) {
            all.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(settings.minInsyncReplicas()));
        }
        return all;
    }

    private void create(NewTopic topic) {
        try {
            ask(kafka -> kafka.createTopics(List.of(topic)).all());
        } catch (LogUnavailableException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /**
     * Where the trades' topic ends at this moment: everything that was acknowledged before lies below these offsets.
     *
     * @param logOf under which id the tables know the log of a topic
     * @throws LogUnavailableException if the cluster does not say
     */
    Map<LogPartition, Long> ends(UnaryOperator<UUID> logOf) {
        TopicDescription trades = describe(Topics.TRADES);
        Map<TopicPartition, OffsetSpec> latest = trades.partitions().stream()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(Topics.TRADES, partition.partition()),
                        _ -> OffsetSpec.latest()));
        UUID topic = logOf.apply(id(trades));
        Map<LogPartition, Long> ends = new HashMap<>();
        ask(kafka -> kafka.listOffsets(latest).all())
                .forEach((partition, end) -> ends.put(new LogPartition(topic, partition.partition()), end.offset()));
        return ends;
    }

    /**
     * Where a partition ends at this moment.
     *
     * @throws LogUnavailableException if the cluster does not say
     */
    long end(TopicPartition partition) {
        return Objects.requireNonNull(ask(kafka -> kafka.listOffsets(Map.of(partition, OffsetSpec.latest()))
                                .all())
                        .get(partition))
                .offset();
    }

    static UUID id(TopicDescription topic) {
        Uuid id = topic.topicId();
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    private <T> T ask(Function<Admin, KafkaFuture<T>> question) {
        try {
            return question.apply(connected()).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailableException("Interrupted while asking Kafka", e);
        } catch (ExecutionException e) {
            throw new LogUnavailableException("Kafka does not answer: " + e.getCause(), e.getCause());
        } catch (KafkaException e) {
            throw new LogUnavailableException("Kafka can't be reached: " + e.getMessage(), e);
        }
    }

    private synchronized Admin connected() {
        if (admin == null) {
            admin = Admin.create(config);
        }
        return admin;
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(TIMEOUT);
        }
    }
}
