package io.trakkit.ingest.publish;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.ingest.database.Database;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A producer and an admin client of our own, so that what others in the same context set for theirs cannot weaken it.
 * Where the cluster is and how to speak to it comes from {@code spring.kafka}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PublishSettings.class)
class PublishConfiguration {

    @Bean
    LogAdmin ingestLogAdmin(KafkaProperties kafka, KafkaConnectionDetails connection) {
        return new LogAdmin(
                config(kafka.buildAdminProperties(), connection.getAdmin().getBootstrapServers()));
    }

    @Bean
    TopicGuard ingestTopicsHealthIndicator(LogAdmin admin, PublishSettings settings) {
        return new TopicGuard(admin, settings);
    }

    @Bean
    LogIds ingestLogIds(Database database) {
        return new LogIds(database);
    }

    @Bean
    LogEnd ingestLogEnd(LogAdmin admin, LogIds ids) {
        return new LogEnd(() -> admin.ends(ids::logOf));
    }

    @Bean
    Publisher ingestPublisher(
            KafkaProperties kafka,
            KafkaConnectionDetails connection,
            PublishSettings settings,
            TopicGuard topics,
            MeterRegistry meters) {
        Map<String, Object> config =
                config(kafka.buildProducerProperties(), connection.getProducer().getBootstrapServers());
        // What comes while a request is on its way travels together with the next one.
        config.putIfAbsent(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        return new Publisher(config, "ingest-api", settings, topics, meters);
    }

    @Bean
    BulkLog ingestBulkLog(
            KafkaProperties kafka,
            KafkaConnectionDetails connection,
            PublishSettings settings,
            TopicGuard topics,
            LogIds ids,
            MeterRegistry meters) {
        Map<String, Object> config =
                config(kafka.buildProducerProperties(), connection.getProducer().getBootstrapServers());
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, "ingest-api-bulk");
        // Single posts make batches of a record or two, in which there is little to compress and much to set up for it.
        config.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, settings.bulkBatchBytes());
        return new BulkLog(Producers.of(config, settings, settings.bulkLinger(), meters), topics, ids);
    }

    @Bean
    TradeLog ingestTradeLog(Publisher publisher, TopicGuard topics, LogIds ids) {
        return new TradeLog(publisher, topics, ids);
    }

    @Bean
    PortfolioLog ingestPortfolioLog(Publisher publisher, LogAdmin admin) {
        return new PortfolioLog(publisher, admin);
    }

    private static Map<String, Object> config(Map<String, Object> base, List<String> bootstrapServers) {
        Map<String, Object> config = new HashMap<>(base);
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, String.join(",", bootstrapServers));
        return config;
    }
}
