package io.trakkit.worker.log;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.store.DeadLetters;
import io.trakkit.store.Generations;
import io.trakkit.store.Progress;
import io.trakkit.worker.apply.LogApplier;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the worker together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkerSettings.class)
@EnableScheduling
class LogConfiguration {

    /** So much of the log is in memory per thread. */
    private static final int FETCH_BYTES = 8 * 1024 * 1024;

    @Bean
    Alarm alarm() {
        return new Alarm();
    }

    @Bean(destroyMethod = "close")
    Admin logAdmin(KafkaAdmin settings) {
        return Admin.create(settings.getConfigurationProperties());
    }

    @Bean
    TradesConsumption tradesConsumption(
            Admin logAdmin,
            JdbcClient jdbc,
            PlatformTransactionManager transactionManager,
            KafkaProperties kafka,
            Alarm alarm,
            MeterRegistry registry,
            WorkerSettings settings) {
        return new TradesConsumption(
                new LogTopics(logAdmin, settings),
                new Generations(jdbc),
                new Progress(jdbc),
                new LogApplier(jdbc, batchTransactions(transactionManager, settings), settings.partitions()),
                alarm,
                new WorkerMetrics(registry),
                consumers(kafka, settings),
                settings);
    }

    @Bean
    DeadLetterRelay deadLetterRelay(
            JdbcClient jdbc,
            PlatformTransactionManager transactionManager,
            KafkaProperties kafka,
            WorkerSettings settings) {
        return new DeadLetterRelay(
                new DeadLetters(jdbc), batchTransactions(transactionManager, settings), producers(kafka));
    }

    @Bean
    LogHealth logHealthIndicator(TradesConsumption consumption, Alarm alarm) {
        return new LogHealth(consumption, alarm);
    }

    /** Whatever the database's default: claims and locks rely on each statement seeing what others have committed. */
    private static TransactionTemplate batchTransactions(
            PlatformTransactionManager transactionManager, WorkerSettings settings) {
        TransactionTemplate transactions = new TransactionTemplate(transactionManager);
        transactions.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        transactions.setTimeout((int) settings.transactionTimeout().toSeconds());
        return transactions;
    }

    /** Where and how to connect is configured; what correctness rests on is not. */
    private static ConsumerFactory<byte[], byte[]> consumers(KafkaProperties kafka, WorkerSettings settings) {
        Map<String, Object> config = kafka.buildConsumerProperties();
        config.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // Every partition is sought to what the database says; a log that was cut off is noticed there.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // Brokers may publish in transactions; what they abort never happened.
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batchRecords());
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return new DefaultKafkaConsumerFactory<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static DefaultKafkaProducerFactory<byte[], byte[]> producers(KafkaProperties kafka) {
        Map<String, Object> config = kafka.buildProducerProperties();
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LogTopics.DEAD_LETTER_BYTES);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        return new DefaultKafkaProducerFactory<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
