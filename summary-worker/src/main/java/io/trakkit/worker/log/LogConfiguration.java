package io.trakkit.worker.log;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.store.DeadLetterOffice;
import io.trakkit.store.DeadLetters;
import io.trakkit.store.Generations;
import io.trakkit.store.LogReads;
import io.trakkit.store.MovedTopics;
import io.trakkit.store.OutcomeOutbox;
import io.trakkit.store.Progress;
import io.trakkit.store.Rewinds;
import io.trakkit.worker.apply.LogApplier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
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

    @Bean
    Alarm workerAlarm() {
        return new Alarm();
    }

    @Bean
    StandBy workerStandBy() {
        return new StandBy();
    }

    @Bean
    EndlessRetry workerRetry(WorkerSettings settings) {
        return new EndlessRetry(settings.firstRetryAfter(), settings.longestRetryAfter());
    }

    /** Closed by the topics, which know how long to wait. */
    @Bean(destroyMethod = "")
    Admin workerAdmin(KafkaProperties kafka, KafkaConnectionDetails connection) {
        return Admin.create(
                config(kafka.buildAdminProperties(), connection.getAdmin().getBootstrapServers()));
    }

    @Bean
    LogTopics workerTopics(Admin workerAdmin, JdbcClient jdbc, WorkerSettings settings) {
        return new LogTopics(workerAdmin, new MovedTopics(jdbc), settings);
    }

    @Bean
    SideTopics workerSideTopics(
            LogTopics workerTopics,
            JdbcClient jdbc,
            PlatformTransactionManager transactionManager,
            KafkaProperties kafka,
            KafkaConnectionDetails connection,
            WorkerSettings settings) {
        return new SideTopics(
                workerTopics,
                new LogReads(jdbc),
                new Restoration(jdbc),
                sideTransactions(transactionManager, settings),
                besideTheGroup(kafka, connection));
    }

    @Bean
    VerdictTopic workerVerdictTopic(
            LogTopics workerTopics, KafkaProperties kafka, KafkaConnectionDetails connection, WorkerSettings settings) {
        return new VerdictTopic(workerTopics, besideTheGroup(kafka, connection), settings.partitions());
    }

    private static Supplier<Consumer<byte[], byte[]>> besideTheGroup(
            KafkaProperties kafka, KafkaConnectionDetails connection) {
        Map<String, Object> config = withoutGroup(
                config(kafka.buildConsumerProperties(), connection.getConsumer().getBootstrapServers()));
        return () -> new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Bean
    TradesListener workerListener(
            LogTopics workerTopics,
            SideTopics workerSideTopics,
            JdbcClient jdbc,
            PlatformTransactionManager transactionManager,
            Alarm workerAlarm,
            StandBy workerStandBy,
            EndlessRetry workerRetry,
            MeterRegistry registry,
            WorkerSettings settings) {
        return new TradesListener(
                new Ownerships(
                        workerTopics,
                        workerSideTopics,
                        new Generations(jdbc),
                        new Progress(jdbc),
                        new Rereading(new Rewinds(jdbc))),
                LogApplier.toLive(
                        jdbc,
                        readCommitted(transactionManager),
                        settings.partitions(),
                        settings.transactionTimeout(),
                        workerSideTopics),
                new OffsetCommits(),
                workerAlarm,
                workerStandBy,
                workerRetry,
                new WorkerMetrics(registry),
                settings.compareEvery());
    }

    @Bean
    TradesConsumption workerConsumption(
            LogTopics workerTopics,
            JdbcClient jdbc,
            TradesListener workerListener,
            EndlessRetry workerRetry,
            Alarm workerAlarm,
            StandBy workerStandBy,
            KafkaProperties kafka,
            KafkaConnectionDetails connection,
            WorkerSettings settings,
            ApplicationEventPublisher events) {
        Map<String, Object> consumer =
                config(kafka.buildConsumerProperties(), connection.getConsumer().getBootstrapServers());
        return new TradesConsumption(
                new Preparation(workerTopics, new Generations(jdbc)),
                workerListener,
                workerRetry,
                workerAlarm,
                workerStandBy,
                consumers(consumer, settings),
                settings,
                events);
    }

    @Bean
    LogProducer workerProducer(KafkaProperties kafka, KafkaConnectionDetails connection) {
        return new LogProducer(producers(
                config(kafka.buildProducerProperties(), connection.getProducer().getBootstrapServers())));
    }

    @Bean
    LogReaders workerLogReaders(
            LogTopics workerTopics, KafkaProperties kafka, KafkaConnectionDetails connection, WorkerSettings settings) {
        Map<String, Object> consumer =
                config(kafka.buildConsumerProperties(), connection.getConsumer().getBootstrapServers());
        return new LogReaders(workerTopics, reading(consumer, settings), settings);
    }

    @Bean
    DeadLetterRelay workerRelay(
            JdbcClient jdbc,
            PlatformTransactionManager transactionManager,
            TradesConsumption workerConsumption,
            LogProducer workerProducer,
            WorkerSettings settings) {
        return new DeadLetterRelay(
                new DeadLetters(jdbc),
                sideTransactions(transactionManager, settings),
                workerConsumption::isPrepared,
                workerProducer);
    }

    @Bean
    OutcomeRelay workerOutcomes(
            JdbcClient jdbc,
            PlatformTransactionManager transactionManager,
            TradesConsumption workerConsumption,
            Alarm workerAlarm,
            LogProducer workerProducer,
            WorkerSettings settings) {
        return new OutcomeRelay(
                new OutcomeOutbox(jdbc),
                sideTransactions(transactionManager, settings),
                () -> OutcomeRelay.obstacle(workerConsumption.isPrepared(), workerAlarm),
                workerProducer,
                settings.partitions());
    }

    @Bean
    OpenLetters workerOpenLetters(JdbcClient jdbc, MeterRegistry registry) {
        return new OpenLetters(new DeadLetterOffice(jdbc), new OutcomeOutbox(jdbc), registry);
    }

    @Bean
    CommittedLag workerLag(
            LogTopics workerTopics,
            JdbcClient jdbc,
            TradesConsumption workerConsumption,
            MeterRegistry registry,
            WorkerSettings settings) {
        return new CommittedLag(workerTopics, new Progress(jdbc), workerConsumption, registry, settings);
    }

    @Bean
    LogHealth workerLogHealthIndicator(
            TradesConsumption workerConsumption, Alarm workerAlarm, StandBy workerStandBy, EndlessRetry workerRetry) {
        return new LogHealth(workerConsumption, workerAlarm, workerStandBy, workerRetry);
    }

    /** Those beside the batches of trades, which are few: the driver keeps their time. */
    private static TransactionTemplate sideTransactions(
            PlatformTransactionManager transactionManager, WorkerSettings settings) {
        TransactionTemplate transactions = readCommitted(transactionManager);
        transactions.setTimeout((int) settings.transactionTimeout().toSeconds());
        return transactions;
    }

    /** Whatever the database's default: claims and locks rely on each statement seeing what others have committed. */
    private static TransactionTemplate readCommitted(PlatformTransactionManager transactionManager) {
        TransactionTemplate transactions = new TransactionTemplate(transactionManager);
        transactions.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        return transactions;
    }

    /** Where and how to connect is configured; what correctness rests on is not. */
    private static Map<String, Object> config(Map<String, Object> configured, List<String> bootstrapServers) {
        Map<String, Object> config = new HashMap<>(configured);
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, String.join(",", bootstrapServers));
        // While Kafka is away each client says so with every attempt.
        config.putIfAbsent(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MILLIS);
        return config;
    }

    static ConsumerFactory<byte[], byte[]> consumers(Map<String, Object> config, WorkerSettings settings) {
        return new DefaultKafkaConsumerFactory<>(
                reading(config, settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Map<String, Object> reading(Map<String, Object> config, WorkerSettings settings) {
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
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return config;
    }

    /** For one who reads a topic to its end, a few megabytes at a time. */
    private static Map<String, Object> withoutGroup(Map<String, Object> config) {
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // Where to read is always said; what is not there any more must be noticed.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, SIDE_TIMEOUT_MILLIS);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, SIDE_RECORDS);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, LogTopics.DEAD_LETTER_BYTES);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, LogTopics.DEAD_LETTER_BYTES);
        return config;
    }

    static DefaultKafkaProducerFactory<byte[], byte[]> producers(Map<String, Object> config) {
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LogTopics.DEAD_LETTER_BYTES);
        config.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 20_000);
        return new DefaultKafkaProducerFactory<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
