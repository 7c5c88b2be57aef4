package io.trakkit.ingest.publish;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.trakkit.ingest.database.Database;
import io.trakkit.log.ClientConfigs;
import io.trakkit.log.TopicGuard;
import io.trakkit.store.log.LogPartition;
import io.trakkit.wire.event.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;

/**
 * Makes the producers and the admin client of ingest-api: its own, because other apps of the same context have other
 * settings. The connection comes from {@code spring.kafka}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PublishSettings.class)
class PublishConfiguration {

    /** No question about topics takes longer. */
    private static final Duration TOPIC_TIMEOUT = Duration.ofSeconds(2);

    /** While a transaction is open, no reader gets past it; Kafka aborts one that was left behind after this time. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);

    /** The prefix of the transactional ids, which an ACL names. */
    private static final String TRANSACTIONAL_IDS = "trakkit-inbound-";

    @Bean
    TopicGuard ingestTopics(KafkaProperties kafka, KafkaConnectionDetails connection) {
        return topicGuard(ClientConfigs.connection(kafka.buildAdminProperties(), connection.getAdmin()));
    }

    /** @param connection where Kafka is and how to connect */
    static TopicGuard topicGuard(Map<String, Object> connection) {
        Map<String, Object> config = new HashMap<>(connection);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TOPIC_TIMEOUT.toMillis());
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TOPIC_TIMEOUT.toMillis());
        return new TopicGuard(() -> Admin.create(config), TOPIC_TIMEOUT);
    }

    @Bean
    TopicWatch ingestTopicsHealthIndicator(TopicGuard ingestTopics, PublishSettings settings, MeterRegistry meters) {
        TopicWatch watch = new TopicWatch(ingestTopics, settings);
        Gauge.builder(
                        "trakkit.ingest.log.ready",
                        watch,
                        topics -> topics.state() instanceof TopicWatch.State.Right ? 1 : 0)
                .description("1: the topics of the log are known and right; 0: nothing is published")
                .register(meters);
        return watch;
    }

    @Bean
    LogIds ingestLogIds(Database database) {
        return new LogIds(database);
    }

    @Bean
    LogEnd ingestLogEnd(TopicGuard ingestTopics, LogIds ids, PublishSettings settings) {
        return new LogEnd(() -> ends(ingestTopics, ids, settings));
    }

    private static Map<LogPartition, Long> ends(TopicGuard topics, LogIds ids, PublishSettings settings) {
        UUID logId = ids.logOf(topics.requireTopic(Topics.TRADES, settings.partitions()));
        return topics
                .ends(TopicGuard.partitions(Topics.TRADES, settings.partitions()), IsolationLevel.READ_UNCOMMITTED)
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        end -> new LogPartition(logId, end.getKey().partition()), Map.Entry::getValue));
    }

    @Bean
    Publisher ingestPublisher(
            KafkaProperties kafka,
            KafkaConnectionDetails connection,
            PublishSettings settings,
            TopicWatch topics,
            MeterRegistry meters) {
        Map<String, Object> config =
                ClientConfigs.connection(kafka.buildProducerProperties(), connection.getProducer());
        // Records that arrive during a request share the next one.
        config.putIfAbsent(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        return new Publisher(config, "ingest-api", settings, topics, meters);
    }

    @Bean
    BulkLog ingestBulkLog(
            KafkaProperties kafka,
            KafkaConnectionDetails connection,
            PublishSettings settings,
            TopicWatch topics,
            LogIds ids,
            MeterRegistry meters) {
        Map<String, Object> config =
                ClientConfigs.connection(kafka.buildProducerProperties(), connection.getProducer());
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, "ingest-api-bulk");
        // Only here: the batches of single posts hold one or two records, and compressing those costs more than it
        // saves.
        config.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, settings.bulkBatchBytes());
        return new BulkLog(Producers.of(config, settings, settings.bulkLinger(), meters), topics, ids);
    }

    @Bean
    @ConditionalOnProperty("trakkit.ingest.inbound.enabled")
    InboundLog ingestInboundLog(
            KafkaProperties kafka,
            KafkaConnectionDetails connection,
            PublishSettings settings,
            TopicWatch topics,
            LogIds ids,
            MeterRegistry meters) {
        Map<String, Object> config =
                ClientConfigs.connection(kafka.buildProducerProperties(), connection.getProducer());
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, "ingest-api-inbound");
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_TIMEOUT.toMillis());
        DefaultKafkaProducerFactory<byte[], byte[]> producers =
                Producers.of(config, settings, settings.bulkLinger(), meters);
        // No caller waits, and the first transaction of a cluster waits for a topic of Kafka's own to be created.
        producers.updateConfigs(Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, TRANSACTION_TIMEOUT.toMillis()));
        // Another id for each process: two with one id would end each other's transactions.
        producers.setTransactionIdPrefix(TRANSACTIONAL_IDS + UUID.randomUUID() + "-");
        return new InboundLog(producers, topics, ids);
    }

    @Bean
    TradeLog ingestTradeLog(
            Publisher publisher, TopicWatch topics, LogIds ids, ObjectProvider<OpenTelemetry> openTelemetry) {
        return new TradeLog(
                publisher, topics, ids, new PublishTraces(openTelemetry.getIfAvailable(OpenTelemetry::noop)));
    }

    @Bean
    ActionLog ingestActionLog(Publisher publisher) {
        return new ActionLog(publisher);
    }

    @Bean
    PortfolioLog ingestPortfolioLog(Publisher publisher, TopicGuard ingestTopics) {
        return new PortfolioLog(publisher, ingestTopics);
    }
}
