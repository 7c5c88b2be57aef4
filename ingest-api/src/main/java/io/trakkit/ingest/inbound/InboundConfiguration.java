package io.trakkit.ingest.inbound;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.access.KeyRing;
import io.trakkit.access.limits.ClientBudgets;
import io.trakkit.ingest.bulk.BulkSettings;
import io.trakkit.ingest.portfolio.KnownPortfolios;
import io.trakkit.ingest.publish.InboundLog;
import io.trakkit.ingest.trade.BookingReader;
import io.trakkit.ingest.trade.DuplicateCheck;
import io.trakkit.log.ClientConfigs;
import io.trakkit.log.TopicGuard;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/** Reads inbound topics if {@code trakkit.ingest.inbound.enabled} is set. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("trakkit.ingest.inbound.enabled")
class InboundConfiguration {

    private static final String GROUP = "trakkit-inbound";
    private static final int RECORDS = 500;

    /** A new topic is found after that time. */
    private static final Duration METADATA_AGE = Duration.ofSeconds(3);

    /** The partitions of an instance that was killed are read by others after that time. */
    private static final Duration SESSION = Duration.ofSeconds(10);

    private static final Duration HEARTBEAT = Duration.ofSeconds(2);

    @Bean
    InboundHealth ingestInboundHealthIndicator(Clock clock, MeterRegistry meters) {
        InboundHealth health = new InboundHealth(clock);
        Gauge.builder("trakkit.ingest.inbound.reading", health, read -> read.isReading() ? 1 : 0)
                .description(
                        "1: this instance takes part in reading the inbound topics; 0: Kafka refuses it, or it has ended")
                .register(meters);
        Gauge.builder("trakkit.ingest.inbound.waiting", health, InboundHealth::waiting)
                .description("Partitions whose records cannot be processed now")
                .register(meters);
        return health;
    }

    @Bean
    InboundConsumer ingestInboundConsumer(
            KafkaProperties kafka,
            KafkaConnectionDetails connection,
            InboundLog inboundLog,
            TopicGuard ingestTopics,
            BookingReader reader,
            KnownPortfolios portfolios,
            BulkSettings bulkSettings,
            DuplicateCheck duplicateCheck,
            KeyRing clients,
            ClientBudgets budgets,
            InboundHealth health,
            Clock clock,
            MeterRegistry meters) {
        InboundConsumer consumer = new InboundConsumer(
                new DefaultKafkaConsumerFactory<>(
                        config(ClientConfigs.connection(kafka.buildConsumerProperties(), connection.getConsumer())),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()),
                health);
        Inboxes inboxes = new Inboxes(ingestTopics, reader, portfolios, bulkSettings, duplicateCheck, budgets, clock);
        return consumer.with(
                new InboundListener(inboundLog, inboxes, clients, duplicateCheck, consumer, health, meters));
    }

    private static Map<String, Object> config(Map<String, Object> connection) {
        Map<String, Object> config = new HashMap<>(ClientConfigs.consumer(connection));
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, "ingest-api-inbound");
        config.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS);
        config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, (int) METADATA_AGE.toMillis());
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION.toMillis());
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) HEARTBEAT.toMillis());
        // A new topic does not interrupt the others.
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return config;
    }
}
