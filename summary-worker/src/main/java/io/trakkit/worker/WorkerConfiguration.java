package io.trakkit.worker;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.trakkit.log.TopicGuard;
import io.trakkit.store.deadletters.DeadLetterQueries;
import io.trakkit.store.deadletters.DeadLetters;
import io.trakkit.store.deadletters.DecisionOutbox;
import io.trakkit.store.postgres.AppPools;
import io.trakkit.store.postgres.DatabaseRole;
import io.trakkit.store.progress.MovedTopics;
import io.trakkit.store.progress.Progress;
import io.trakkit.store.progress.RecoveryOffsets;
import io.trakkit.store.progress.Rewinds;
import io.trakkit.store.projection.Generations;
import io.trakkit.worker.actions.RefoldRunner;
import io.trakkit.worker.apply.LogApplier;
import io.trakkit.worker.consume.BatchTraces;
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
import io.trakkit.worker.status.LagWatch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the worker, except for the replays and the HTTP calls about dead letters. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkerSettings.class)
@EnableScheduling
class WorkerConfiguration {

    private static final Duration TOPIC_TIMEOUT = Duration.ofSeconds(10);
    private static final String SOCKET_TIMEOUT = "socketTimeout";

    @Bean
    @ConfigurationProperties("spring.datasource.hikari")
    HikariDataSource workerPool(DataSourceProperties settings) {
        return AppPools.pool(settings, DatabaseRole.WORKER);
    }

    @Bean
    JdbcClient workerJdbc(HikariDataSource workerPool) {
        return JdbcClient.create(workerPool);
    }

    @Bean
    JdbcTransactionManager workerTransactions(HikariDataSource workerPool) {
        return new JdbcTransactionManager(workerPool);
    }

    /** Otherwise a batch that takes its time would be broken off and tried again for ever. */
    private static void requireLongerThanBatches(@Nullable String seconds, WorkerSettings settings) {
        long socketTimeout = seconds == null ? 0 : Long.parseLong(seconds);
        if (socketTimeout > 0 && socketTimeout <= settings.transactionTimeout().toSeconds()) {
            throw new IllegalArgumentException(
                    "spring.datasource.hikari.data-source-properties.socketTimeout is %d s: it must be more than trakkit.worker.transaction-timeout, which is %d s"
                            .formatted(
                                    socketTimeout, settings.transactionTimeout().toSeconds()));
        }
    }

    /** Traces nothing unless settings say where traces go. */
    @Bean
    BatchTraces workerTraces(ObjectProvider<OpenTelemetry> openTelemetry, JdbcTransactionManager workerTransactions) {
        OpenTelemetry present = openTelemetry.getIfAvailable();
        if (present == null) {
            return BatchTraces.none();
        }
        BatchTraces traces = BatchTraces.of(present);
        workerTransactions.addListener(traces);
        return traces;
    }

    @Bean
    ConsumerHalt workerConsumerHalt(MeterRegistry registry) {
        ConsumerHalt consumerHalt = new ConsumerHalt();
        Gauge.builder(
                        "trakkit.worker.halted",
                        consumerHalt,
                        halt -> halt.reason().isPresent() ? 1 : 0)
                .description("1: this worker has stopped reading the log with an alarm, and a person must decide")
                .register(registry);
        return consumerHalt;
    }

    @Bean
    VersionGate workerVersionGate() {
        return new VersionGate();
    }

    @Bean
    UnlimitedBackoff workerBackoff(WorkerSettings settings) {
        return new UnlimitedBackoff(settings.firstRetryAfter(), settings.longestRetryAfter());
    }

    /** Closed by the {@link TradesTopic}, in the phase of the other clients. */
    @Bean(destroyMethod = "")
    Admin workerAdmin(KafkaProperties kafka, KafkaConnectionDetails connection) {
        return Admin.create(WorkerClients.connection(kafka.buildAdminProperties(), connection.getAdmin()));
    }

    /** Closed by the {@link TradesTopic}, too. */
    @Bean(destroyMethod = "")
    TopicGuard workerTopics(Admin workerAdmin) {
        return new TopicGuard(() -> workerAdmin, TOPIC_TIMEOUT);
    }

    @Bean
    TradesTopic workerTradesTopic(TopicGuard workerTopics, JdbcClient workerJdbc, WorkerSettings settings) {
        return new TradesTopic(workerTopics, new MovedTopics(workerJdbc), settings);
    }

    @Bean
    RecoveryTopics workerRecoveryTopics(
            TopicGuard workerTopics,
            JdbcClient workerJdbc,
            PlatformTransactionManager workerTransactions,
            KafkaProperties kafka,
            KafkaConnectionDetails connection,
            WorkerSettings settings) {
        return new RecoveryTopics(
                workerTopics,
                new RecoveryOffsets(workerJdbc),
                new TopicRestorer(workerJdbc),
                timedTransactions(workerTransactions, settings),
                recoveryConsumers(kafka, connection));
    }

    @Bean
    DeadLetterTopic workerDeadLetterTopic(
            TopicGuard workerTopics,
            KafkaProperties kafka,
            KafkaConnectionDetails connection,
            WorkerSettings settings) {
        return new DeadLetterTopic(workerTopics, recoveryConsumers(kafka, connection), settings.partitions());
    }

    private static Supplier<Consumer<byte[], byte[]>> recoveryConsumers(
            KafkaProperties kafka, KafkaConnectionDetails connection) {
        Map<String, Object> config = WorkerClients.recovery(
                WorkerClients.connection(kafka.buildConsumerProperties(), connection.getConsumer()));
        return () -> new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Bean
    PartitionOwnership workerPartitionOwnership(
            TradesTopic workerTradesTopic, RecoveryTopics workerRecoveryTopics, JdbcClient workerJdbc) {
        return new PartitionOwnership(
                workerTradesTopic,
                workerRecoveryTopics,
                new Generations(workerJdbc),
                new Progress(workerJdbc),
                new RewindProgress(new Rewinds(workerJdbc)));
    }

    @Bean
    TradesListener workerListener(
            PartitionOwnership workerPartitionOwnership,
            RecoveryTopics workerRecoveryTopics,
            HikariDataSource workerPool,
            PlatformTransactionManager workerTransactions,
            ConsumerHalt workerConsumerHalt,
            VersionGate workerVersionGate,
            UnlimitedBackoff workerBackoff,
            MeterRegistry registry,
            BatchTraces workerTraces,
            WorkerSettings settings) {
        requireLongerThanBatches(workerPool.getDataSourceProperties().getProperty(SOCKET_TIMEOUT), settings);
        return new TradesListener(
                workerPartitionOwnership,
                LogApplier.toLive(
                        workerPool,
                        readCommitted(workerTransactions),
                        settings.partitions(),
                        settings.transactionTimeout(),
                        workerRecoveryTopics),
                new OffsetCommits(),
                workerConsumerHalt,
                workerVersionGate,
                workerBackoff,
                new WorkerMetrics(registry),
                workerTraces,
                settings.compareEvery());
    }

    @Bean
    TradesConsumption workerConsumption(
            TradesTopic workerTradesTopic,
            JdbcClient workerJdbc,
            TradesListener workerListener,
            UnlimitedBackoff workerBackoff,
            ConsumerHalt workerConsumerHalt,
            VersionGate workerVersionGate,
            KafkaProperties kafka,
            KafkaConnectionDetails connection,
            WorkerSettings settings,
            ApplicationEventPublisher events) {
        Map<String, Object> consumer =
                WorkerClients.connection(kafka.buildConsumerProperties(), connection.getConsumer());
        return new TradesConsumption(
                new StartupChecks(workerTradesTopic, new Generations(workerJdbc)),
                workerListener,
                workerBackoff,
                workerConsumerHalt,
                workerVersionGate,
                WorkerClients.consumers(consumer, settings),
                settings,
                events);
    }

    @Bean
    LogProducer workerProducer(KafkaProperties kafka, KafkaConnectionDetails connection) {
        return new LogProducer(WorkerClients.producers(
                WorkerClients.connection(kafka.buildProducerProperties(), connection.getProducer())));
    }

    @Bean
    LogReaders workerLogReaders(
            TradesTopic workerTradesTopic,
            KafkaProperties kafka,
            KafkaConnectionDetails connection,
            WorkerSettings settings) {
        Map<String, Object> consumer =
                WorkerClients.connection(kafka.buildConsumerProperties(), connection.getConsumer());
        return new LogReaders(workerTradesTopic, WorkerClients.reading(consumer, settings), settings);
    }

    @Bean
    DeadLetterRelay workerDeadLetterRelay(
            JdbcClient workerJdbc,
            PlatformTransactionManager workerTransactions,
            TradesConsumption workerConsumption,
            LogProducer workerProducer,
            WorkerSettings settings) {
        return new DeadLetterRelay(
                new DeadLetters(workerJdbc),
                timedTransactions(workerTransactions, settings),
                workerConsumption::isPrepared,
                workerProducer);
    }

    @Bean
    DecisionRelay workerDecisionRelay(
            JdbcClient workerJdbc,
            PlatformTransactionManager workerTransactions,
            TradesConsumption workerConsumption,
            ConsumerHalt workerConsumerHalt,
            LogProducer workerProducer,
            WorkerSettings settings) {
        return new DecisionRelay(
                new DecisionOutbox(workerJdbc),
                timedTransactions(workerTransactions, settings),
                () -> DecisionRelay.obstacle(workerConsumption.isPrepared(), workerConsumerHalt),
                workerProducer,
                settings.partitions());
    }

    @Bean
    RefoldRunner workerRefolds(
            RecoveryTopics workerRecoveryTopics,
            JdbcClient workerJdbc,
            PlatformTransactionManager workerTransactions,
            TradesConsumption workerConsumption,
            WorkerSettings settings) {
        return new RefoldRunner(
                workerRecoveryTopics::bringCorporateActionsUpToDate,
                workerJdbc,
                readCommitted(workerTransactions),
                settings.transactionTimeout(),
                () -> workerConsumption.isRunning() && workerConsumption.isPrepared());
    }

    @Bean
    DeadLetterMetrics workerDeadLetterMetrics(JdbcClient workerJdbc, MeterRegistry registry) {
        return new DeadLetterMetrics(new DeadLetterQueries(workerJdbc), new DecisionOutbox(workerJdbc), registry);
    }

    /** The periodic work of the worker; {@link WorkerSettings} alone says how often. */
    @Bean
    SchedulingConfigurer workerSchedule(
            DeadLetterRelay workerDeadLetterRelay,
            DecisionRelay workerDecisionRelay,
            RefoldRunner workerRefolds,
            DeadLetterMetrics workerDeadLetterMetrics,
            LagWatch workerLag,
            WorkerSettings settings) {
        return tasks -> {
            tasks.addFixedDelayTask(workerDeadLetterRelay::relay, settings.relayEvery());
            tasks.addFixedDelayTask(workerDecisionRelay::relay, settings.relayEvery());
            tasks.addFixedDelayTask(workerRefolds::run, settings.relayEvery());
            tasks.addFixedDelayTask(workerDeadLetterMetrics::count, settings.lagEvery());
            tasks.addFixedDelayTask(workerLag::measure, settings.lagEvery());
        };
    }

    @Bean
    ConsumerHealth workerLogHealthIndicator(
            TradesConsumption workerConsumption,
            ConsumerHalt workerConsumerHalt,
            VersionGate workerVersionGate,
            UnlimitedBackoff workerBackoff,
            Admin workerAdmin,
            PartitionOwnership workerPartitionOwnership,
            WorkerSettings settings) {
        InstantSource clock = InstantSource.system();
        GroupShare share = new GroupShare(
                GroupShare.members(workerAdmin, settings.group(), workerConsumption.clientId()),
                workerPartitionOwnership::leased,
                settings.threads(),
                clock);
        return new ConsumerHealth(
                workerConsumption, workerConsumerHalt, workerVersionGate, workerBackoff, share, clock);
    }

    /** Transactions whose time the driver limits. PostgreSQL itself limits those of the batches of trades. */
    private static TransactionTemplate timedTransactions(
            PlatformTransactionManager transactionManager, WorkerSettings settings) {
        TransactionTemplate transactions = readCommitted(transactionManager);
        transactions.setTimeout((int) settings.transactionTimeout().toSeconds());
        return transactions;
    }

    /**
     * READ COMMITTED, as the pool sets it for each connection: the journal and the row locks need each statement to see the commits
     * of others. To ask for it here would be a round trip of its own for each transaction.
     */
    private static TransactionTemplate readCommitted(PlatformTransactionManager transactionManager) {
        return new TransactionTemplate(transactionManager);
    }
}
