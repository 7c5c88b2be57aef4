package io.trakkit.worker.log;

import io.trakkit.log.ClientConfigs;
import io.trakkit.log.TopicSpecs;
import java.time.Duration;
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
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;

/** The settings of the worker's Kafka clients. */
public final class WorkerClients {

    /** How much of the log each thread holds in memory. */
    private static final int FETCH_BYTES = 8 * 1024 * 1024;

    /**
     * A batch of one trade costs as much as a batch of fifty, so the broker collects records for a fetch: some hundreds, or
     * those that arrive within 20 ms.
     */
    private static final int MIN_FETCH_BYTES = 64 * 1024;

    private static final int MAX_FETCH_WAIT_MILLIS = 20;

    /** How many portfolios or dead letters one transaction restores. */
    private static final int RECOVERY_RECORDS = 1_000;

    private static final int RECOVERY_TIMEOUT_MILLIS = 10_000;

    private static final int RECONNECT_MILLIS = 5_000;

    private static final int MAX_BLOCK_MILLIS = 10_000;

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(20);

    /** Settings of the classic group protocol, which a consumer of the new protocol rejects. */
    private static final List<String> CLASSIC_ONLY = List.of(
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
            ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);

    private WorkerClients() {}

    public static Map<String, Object> connection(
            Map<String, Object> configured, KafkaConnectionDetails.Configuration connection) {
        Map<String, Object> config = ClientConfigs.connection(configured, connection);
        // While Kafka is unavailable, each attempt of each client writes a log line.
        config.putIfAbsent(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MILLIS);
        return config;
    }

    /** The consumers of the group. Their client ids begin with a prefix that no other process has. */
    public static DefaultKafkaConsumerFactory<byte[], byte[]> consumers(
            Map<String, Object> connection, WorkerSettings settings) {
        return new DefaultKafkaConsumerFactory<>(
                groupMember(reading(connection, settings)), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Uses the group protocol of KIP-848, in which the broker assigns the partitions. In the classic protocol all members
     * wait for the slowest one, up to max.poll.interval.ms: for a member that is busy with a batch, or whose request to
     * join got no answer. Here a member waits only for the partitions that it is assigned.
     */
    private static Map<String, Object> groupMember(Map<String, Object> reading) {
        Map<String, Object> config = new HashMap<>(reading);
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CONSUMER.name());
        // A static member that returns before its session has ended is rejected for good.
        CLASSIC_ONLY.forEach(config::remove);
        Object name = config.getOrDefault(ConsumerConfig.CLIENT_ID_CONFIG, config.get(ConsumerConfig.GROUP_ID_CONFIG));
        config.put(
                ConsumerConfig.CLIENT_ID_CONFIG,
                name + "-" + UUID.randomUUID().toString().substring(0, 8));
        return config;
    }

    /** A consumer of the trades, in the group or next to it. */
    public static Map<String, Object> reading(Map<String, Object> connection, WorkerSettings settings) {
        Map<String, Object> config = ClientConfigs.consumer(connection);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        // Every partition starts at the offset of the database; PartitionBounds notices a log that was truncated.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batchRecords());
        config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int)
                settings.pollInterval().toMillis());
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        config.putIfAbsent(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, MIN_FETCH_BYTES);
        config.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, MAX_FETCH_WAIT_MILLIS);
        return config;
    }

    /** A consumer that reads a topic of portfolios or dead letters to its end, a few megabytes at a time. */
    public static Map<String, Object> recovery(Map<String, Object> connection) {
        Map<String, Object> config = ClientConfigs.consumerWithoutGroup(connection);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, RECOVERY_TIMEOUT_MILLIS);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECOVERY_RECORDS);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, TopicSpecs.DEAD_LETTER_BYTES);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, TopicSpecs.DEAD_LETTER_BYTES);
        return config;
    }

    public static DefaultKafkaProducerFactory<byte[], byte[]> producers(Map<String, Object> connection) {
        Map<String, Object> config = ClientConfigs.producer(connection, REQUEST_TIMEOUT, DELIVERY_TIMEOUT);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicSpecs.DEAD_LETTER_BYTES);
        config.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
        return new DefaultKafkaProducerFactory<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
