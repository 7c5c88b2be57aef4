package io.trakkit.worker.log;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;

/** How the worker's clients of Kafka are set up: where and how to connect is configured, what correctness rests on is not. */
public final class ClientConfigs {

    /** So much of the log is in memory per thread. */
    private static final int FETCH_BYTES = 8 * 1024 * 1024;

    /**
     * A batch of one trade costs as much as one of fifty, so few are not fetched at once: the broker waits for some
     * hundreds of them, for a fiftieth of a second at most.
     */
    private static final int LEAST_BYTES = 64 * 1024;

    private static final int LEAST_WAIT_MILLIS = 20;

    /** So many portfolios or verdicts are brought into the tables in one transaction. */
    private static final int SIDE_RECORDS = 1_000;

    private static final int SIDE_TIMEOUT_MILLIS = 10_000;

    private static final int RECONNECT_MILLIS = 5_000;

    /** What members of a classic group may say for themselves, and a consumer of the new protocol refuses to be given. */
    private static final List<String> CLASSIC_ONLY = List.of(
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
            ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);

    private ClientConfigs() {}

    /** Where the cluster is, and patience while it is away. */
    public static Map<String, Object> config(Map<String, Object> configured, List<String> bootstrapServers) {
        Map<String, Object> config = new HashMap<>(configured);
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, String.join(",", bootstrapServers));
        // While Kafka is away each client says so with every attempt.
        config.putIfAbsent(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MILLIS);
        return config;
    }

    /** For the members of the group. Their client ids begin with one that no other process has. */
    public static DefaultKafkaConsumerFactory<byte[], byte[]> consumers(
            Map<String, Object> config, WorkerSettings settings) {
        return new DefaultKafkaConsumerFactory<>(
                sharing(reading(config, settings)), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * The group's protocol is that of KIP-848: the broker assigns the partitions. In the classic one the members agree,
     * and all wait for the slowest: for a member that is busy with a batch, or a request to join whose answer is lost,
     * as long as max.poll.interval.ms. Here a member waits for nothing but the partitions that it is given.
     */
    private static Map<String, Object> sharing(Map<String, Object> config) {
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CONSUMER.name());
        // A static member that comes back before its session has ended is refused, and for good.
        CLASSIC_ONLY.forEach(config::remove);
        Object name = config.getOrDefault(ConsumerConfig.CLIENT_ID_CONFIG, config.get(ConsumerConfig.GROUP_ID_CONFIG));
        config.put(
                ConsumerConfig.CLIENT_ID_CONFIG,
                name + "-" + UUID.randomUUID().toString().substring(0, 8));
        return config;
    }

    public static Map<String, Object> reading(Map<String, Object> config, WorkerSettings settings) {
        config.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // Every partition is sought to what the database says; a log that was cut off is noticed there.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // Brokers may publish in transactions; what they abort never happened.
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batchRecords());
        config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int)
                settings.pollInterval().toMillis());
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        config.putIfAbsent(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, LEAST_BYTES);
        config.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, LEAST_WAIT_MILLIS);
        return config;
    }

    /** For one who reads a topic to its end, a few megabytes at a time. */
    public static Map<String, Object> withoutGroup(Map<String, Object> config) {
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // Where to read is always said; what is not there any more must be noticed.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, SIDE_TIMEOUT_MILLIS);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, SIDE_RECORDS);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, TopicGuard.DEAD_LETTER_BYTES);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, TopicGuard.DEAD_LETTER_BYTES);
        return config;
    }

    public static DefaultKafkaProducerFactory<byte[], byte[]> producers(Map<String, Object> config) {
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicGuard.DEAD_LETTER_BYTES);
        config.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 20_000);
        return new DefaultKafkaProducerFactory<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
