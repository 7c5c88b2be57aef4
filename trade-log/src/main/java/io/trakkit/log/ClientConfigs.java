package io.trakkit.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SslConfigs;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.SslBundleSslEngineFactory;
import org.springframework.boot.ssl.SslBundle;

/**
 * The settings of Kafka clients that correctness depends on. Where and how to connect is configured ({@code
 * spring.kafka}); what is set here overrides the configuration. Every method returns a new map.
 */
public final class ClientConfigs {

    private ClientConfigs() {}

    /**
     * How to connect. Boot gives the security protocol and the SSL bundle apart from the other settings of a client.
     *
     * @param configured what {@code KafkaProperties} builds for this kind of client
     * @param connection the connection details of this kind of client
     */
    public static Map<String, Object> connection(
            Map<String, Object> configured, KafkaConnectionDetails.Configuration connection) {
        Map<String, Object> config = new HashMap<>(configured);
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, String.join(",", connection.getBootstrapServers()));
        String protocol = connection.getSecurityProtocol();
        if (protocol != null && !protocol.isEmpty()) {
            config.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol);
        }
        SslBundle bundle = connection.getSslBundle();
        if (bundle != null) {
            config.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, SslBundleSslEngineFactory.class);
            config.put(SslBundle.class.getName(), bundle);
        }
        return config;
    }

    /** A consumer that commits only on request, creates no topic, and skips the records of aborted transactions. */
    public static Map<String, Object> consumer(Map<String, Object> connection) {
        Map<String, Object> config = new HashMap<>(connection);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return config;
    }

    /** A {@link #consumer} that belongs to no group and fails where the log no longer has the offset to read from. */
    public static Map<String, Object> consumerWithoutGroup(Map<String, Object> connection) {
        Map<String, Object> config = consumer(connection);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return config;
    }

    /** An idempotent producer whose records all in-sync replicas acknowledge. */
    public static Map<String, Object> producer(
            Map<String, Object> connection, Duration requestTimeout, Duration deliveryTimeout) {
        Map<String, Object> config = new HashMap<>(connection);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) requestTimeout.toMillis());
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) deliveryTimeout.toMillis());
        return config;
    }
}
