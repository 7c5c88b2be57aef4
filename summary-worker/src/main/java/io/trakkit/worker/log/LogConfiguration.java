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
class LogConfiguration {

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
        return Admin.create(ClientConfigs.config(
                kafka.buildAdminProperties(), connection.getAdmin().getBootstrapServers()));
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
        Map<String, Object> config = ClientConfigs.withoutGroup(ClientConfigs.config(
                kafka.buildConsumerProperties(), connection.getConsumer().getBootstrapServers()));
        return () -> new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Bean
    Ownerships workerOwnerships(LogTopics workerTopics, SideTopics workerSideTopics, JdbcClient jdbc) {
        return new Ownerships(
                workerTopics,
                workerSideTopics,
                new Generations(jdbc),
                new Progress(jdbc),
                new Rereading(new Rewinds(jdbc)));
    }

    @Bean
    TradesListener workerListener(
            Ownerships workerOwnerships,
            SideTopics workerSideTopics,
            JdbcClient jdbc,
            PlatformTransactionManager transactionManager,
            Alarm workerAlarm,
            StandBy workerStandBy,
            EndlessRetry workerRetry,
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
        Map<String, Object> consumer = ClientConfigs.config(
                kafka.buildConsumerProperties(), connection.getConsumer().getBootstrapServers());
        return new TradesConsumption(
                new Preparation(workerTopics, new Generations(jdbc)),
                workerListener,
                workerRetry,
                workerAlarm,
                workerStandBy,
                ClientConfigs.consumers(consumer, settings),
                settings,
                events);
    }

    @Bean
    LogProducer workerProducer(KafkaProperties kafka, KafkaConnectionDetails connection) {
        return new LogProducer(ClientConfigs.producers(ClientConfigs.config(
                kafka.buildProducerProperties(), connection.getProducer().getBootstrapServers())));
    }

    @Bean
    LogReaders workerLogReaders(
            LogTopics workerTopics, KafkaProperties kafka, KafkaConnectionDetails connection, WorkerSettings settings) {
        Map<String, Object> consumer = ClientConfigs.config(
                kafka.buildConsumerProperties(), connection.getConsumer().getBootstrapServers());
        return new LogReaders(workerTopics, ClientConfigs.reading(consumer, settings), settings);
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
            TradesConsumption workerConsumption,
            Alarm workerAlarm,
            StandBy workerStandBy,
            EndlessRetry workerRetry,
            Admin workerAdmin,
            Ownerships workerOwnerships,
            WorkerSettings settings) {
        InstantSource clock = InstantSource.system();
        GroupShare share = new GroupShare(
                GroupShare.members(workerAdmin, settings.group(), workerConsumption.clientId()),
                workerOwnerships::taken,
                settings.threads(),
                clock);
        return new LogHealth(workerConsumption, workerAlarm, workerStandBy, workerRetry, share, clock);
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
