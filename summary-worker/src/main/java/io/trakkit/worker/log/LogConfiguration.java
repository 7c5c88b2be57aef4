package io.trakkit.worker.log;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.store.DeadLetters;
import io.trakkit.store.Generations;
import io.trakkit.store.Progress;
import io.trakkit.worker.apply.LogApplier;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
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
            ConsumerFactory<byte[], byte[]> consumers,
            Alarm alarm,
            MeterRegistry registry,
            WorkerSettings settings) {
        return new TradesConsumption(
                new LogTopics(logAdmin, settings),
                new Generations(jdbc),
                new Progress(jdbc),
                new LogApplier(jdbc, batchTransactions(transactionManager), settings.partitions()),
                alarm,
                new WorkerMetrics(registry),
                consumers,
                settings);
    }

    @Bean
    DeadLetterRelay deadLetterRelay(
            JdbcClient jdbc, PlatformTransactionManager transactionManager, KafkaTemplate<byte[], byte[]> kafka) {
        return new DeadLetterRelay(new DeadLetters(jdbc), batchTransactions(transactionManager), kafka);
    }

    @Bean
    LogHealth logHealthIndicator(TradesConsumption consumption, Alarm alarm) {
        return new LogHealth(consumption, alarm);
    }

    /** Whatever the database's default: claims and locks rely on each statement seeing what others have committed. */
    private static TransactionTemplate batchTransactions(PlatformTransactionManager transactionManager) {
        TransactionTemplate transactions = new TransactionTemplate(transactionManager);
        transactions.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        return transactions;
    }
}
