package io.trakkit.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.log.TopicGuard;
import io.trakkit.store.deadletters.DeadLetterQueries;
import io.trakkit.store.deadletters.DeadLetters;
import io.trakkit.store.deadletters.DecisionOutbox;
import io.trakkit.store.ledger.MovedTopics;
import io.trakkit.store.ledger.Progress;
import io.trakkit.store.ledger.RecoveryOffsets;
import io.trakkit.store.ledger.Rewinds;
import io.trakkit.store.projection.Generations;
import io.trakkit.worker.apply.LogApplier;
import io.trakkit.worker.consume.CommittedLag;
import io.trakkit.worker.consume.ConsumerHealth;
import io.trakkit.worker.consume.GroupShare;
import io.trakkit.worker.consume.OffsetCommits;
import io.trakkit.worker.consume.PartitionOwnership;
import io.trakkit.worker.consume.RewindProgress;
import io.trakkit.worker.consume.StartupChecks;
import io.trakkit.worker.consume.TradesConsumption;
import io.trakkit.worker.consume.TradesListener;
import io.trakkit.worker.consume.UnlimitedBackoff;
import io.trakkit.worker.consume.VersionGate;
import io.trakkit.worker.consume.WorkerMetrics;
import io.trakkit.worker.deadletters.DeadLetterMetrics;
import io.trakkit.worker.deadletters.DeadLetterRelay;
import io.trakkit.worker.deadletters.DeadLetterTopic;
import io.trakkit.worker.deadletters.DecisionRelay;
import io.trakkit.worker.log.ConsumerHalt;
import io.trakkit.worker.log.LogProducer;
import io.trakkit.worker.log.LogReaders;
import io.trakkit.worker.log.TradesTopic;
import io.trakkit.worker.log.WorkerClients;
import io.trakkit.worker.log.WorkerSettings;
import io.trakkit.worker.recovery.RecoveryTopics;
import io.trakkit.worker.recovery.TopicRestorer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the worker together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkerSettings.class)
@EnableScheduling
class WorkerConfiguration {

    private static final Duration TOPIC_TIMEOUT = Duration.ofSeconds(10);

    @Bean
    ConsumerHalt workerAlarm() {
        return new ConsumerHalt();
    }

    @Bean
    VersionGate workerStandBy() {
        return new VersionGate();
    }

    @Bean
    UnlimitedBackoff workerRetry(WorkerSettings settings) {
        return new UnlimitedBackoff(settings.firstRetryAfter(), settings.longestRetryAfter());
    }

    /** Closed by the {@link TradesTopic}, in the phase of the other clients. */
    @Bean(destroyMethod = "")
    Admin workerAdmin(KafkaProperties kafka, KafkaConnectionDetails connection) {
        return Admin.create(WorkerClients.connection(
                kafka.buildAdminProperties(), connection.getAdmin().getBootstrapServers()));
    }

    /** Closed by the {@link TradesTopic}, too. */
    @Bean(destroyMethod = "")
    TopicGuard workerTopics(Admin workerAdmin) {
        return new TopicGuard(() -> workerAdmin, TOPIC_TIMEOUT);
    }

    @Bean
    TradesTopic workerTradesTopic(TopicGuard workerTopics, JdbcClient jdbc, WorkerSettings settings) {
        return new TradesTopic(workerTopics, new MovedTopics(jdbc), settings);
    }

    @Bean
    RecoveryTopics workerSideTopics(
            TopicGuard workerTopics,
            JdbcClient jdbc,
            PlatformTransactionManager transactionManager,
            KafkaProperties kafka,
            KafkaConnectionDetails connection,
            WorkerSettings settings) {
        return new RecoveryTopics(
                workerTopics,
                new RecoveryOffsets(jdbc),
                new TopicRestorer(jdbc),
                sideTransactions(transactionManager, settings),
                besideTheGroup(kafka, connection));
    }

    @Bean
    DeadLetterTopic workerVerdictTopic(
            TopicGuard workerTopics,
            KafkaProperties kafka,
            KafkaConnectionDetails connection,
            WorkerSettings settings) {
        return new DeadLetterTopic(workerTopics, besideTheGroup(kafka, connection), settings.partitions());
    }

    private static Supplier<Consumer<byte[], byte[]>> besideTheGroup(
            KafkaProperties kafka, KafkaConnectionDetails connection) {
        Map<String, Object> config = WorkerClients.recovery(WorkerClients.connection(
                kafka.buildConsumerProperties(), connection.getConsumer().getBootstrapServers()));
        return () -> new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Bean
    PartitionOwnership workerOwnerships(
            TradesTopic workerTradesTopic, RecoveryTopics workerSideTopics, JdbcClient jdbc) {
        return new PartitionOwnership(
                workerTradesTopic,
                workerSideTopics,
                new Generations(jdbc),
                new Progress(jdbc),
                new RewindProgress(new Rewinds(jdbc)));
    }

    @Bean
    TradesListener workerListener(
            PartitionOwnership workerOwnerships,
            RecoveryTopics workerSideTopics,
            JdbcClient jdbc,
            PlatformTransactionManager transactionManager,
            ConsumerHalt workerAlarm,
            VersionGate workerStandBy,
            UnlimitedBackoff workerRetry,
            MeterRegistry registry,
            WorkerSettings settings) {
        return new TradesListener(
                workerOwnerships,
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
            TradesTopic workerTradesTopic,
            JdbcClient jdbc,
            TradesListener workerListener,
            UnlimitedBackoff workerRetry,
            ConsumerHalt workerAlarm,
            VersionGate workerStandBy,
            KafkaProperties kafka,
            KafkaConnectionDetails connection,
            WorkerSettings settings,
            ApplicationEventPublisher events) {
        Map<String, Object> consumer = WorkerClients.connection(
                kafka.buildConsumerProperties(), connection.getConsumer().getBootstrapServers());
        return new TradesConsumption(
                new StartupChecks(workerTradesTopic, new Generations(jdbc)),
                workerListener,
                workerRetry,
                workerAlarm,
                workerStandBy,
                WorkerClients.consumers(consumer, settings),
                settings,
                events);
    }

    @Bean
    LogProducer workerProducer(KafkaProperties kafka, KafkaConnectionDetails connection) {
        return new LogProducer(WorkerClients.producers(WorkerClients.connection(
                kafka.buildProducerProperties(), connection.getProducer().getBootstrapServers())));
    }

    @Bean
    LogReaders workerLogReaders(
            TradesTopic workerTradesTopic,
            KafkaProperties kafka,
            KafkaConnectionDetails connection,
            WorkerSettings settings) {
        Map<String, Object> consumer = WorkerClients.connection(
                kafka.buildConsumerProperties(), connection.getConsumer().getBootstrapServers());
        return new LogReaders(workerTradesTopic, WorkerClients.reading(consumer, settings), settings);
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
    DecisionRelay workerOutcomes(
            JdbcClient jdbc,
            PlatformTransactionManager transactionManager,
            TradesConsumption workerConsumption,
            ConsumerHalt workerAlarm,
            LogProducer workerProducer,
            WorkerSettings settings) {
        return new DecisionRelay(
                new DecisionOutbox(jdbc),
                sideTransactions(transactionManager, settings),
                () -> DecisionRelay.obstacle(workerConsumption.isPrepared(), workerAlarm),
                workerProducer,
                settings.partitions());
    }

    @Bean
    DeadLetterMetrics workerOpenLetters(JdbcClient jdbc, MeterRegistry registry) {
        return new DeadLetterMetrics(new DeadLetterQueries(jdbc), new DecisionOutbox(jdbc), registry);
    }

    @Bean
    CommittedLag workerLag(
            TradesTopic workerTradesTopic,
            JdbcClient jdbc,
            TradesConsumption workerConsumption,
            MeterRegistry registry,
            WorkerSettings settings) {
        return new CommittedLag(workerTradesTopic, new Progress(jdbc), workerConsumption, registry, settings);
    }

    @Bean
    ConsumerHealth workerLogHealthIndicator(
            TradesConsumption workerConsumption,
            ConsumerHalt workerAlarm,
            VersionGate workerStandBy,
            UnlimitedBackoff workerRetry,
            Admin workerAdmin,
            PartitionOwnership workerOwnerships,
            WorkerSettings settings) {
        InstantSource clock = InstantSource.system();
        GroupShare share = new GroupShare(
                GroupShare.members(workerAdmin, settings.group(), workerConsumption.clientId()),
                workerOwnerships::taken,
                settings.threads(),
                clock);
        return new ConsumerHealth(workerConsumption, workerAlarm, workerStandBy, workerRetry, share, clock);
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
}
