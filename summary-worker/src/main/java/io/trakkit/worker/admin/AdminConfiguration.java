package io.trakkit.worker.admin;

import io.trakkit.log.TopicGuard;
import io.trakkit.store.access.ApiKeys;
import io.trakkit.store.access.AuditLog;
import io.trakkit.store.access.ClientAccounts;
import io.trakkit.worker.log.LogProducer;
import io.trakkit.worker.log.WorkerSettings;
import io.trakkit.worker.recovery.RecoveryTopics;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the calls of administrators and the sessions. */
@Configuration(proxyBeanMethods = false)
class AdminConfiguration {

    /** Longer than Kafka may take to acknowledge. */
    private static final int TRANSACTION_SECONDS = 20;

    private static final Duration REMOVE_SESSIONS_EVERY = Duration.ofMinutes(10);

    @Bean
    ClientTopic workerClientTopic(TopicGuard workerTopics, LogProducer workerProducer, WorkerSettings settings) {
        return new ClientTopic(workerTopics, workerProducer, settings);
    }

    @Bean
    ClientRegister workerClientRegister(
            JdbcClient workerJdbc,
            PlatformTransactionManager workerTransactions,
            ClientTopic workerClientTopic,
            RecoveryTopics workerRecoveryTopics) {
        return new ClientRegister(
                workerJdbc,
                transactions(workerTransactions),
                workerClientTopic,
                workerRecoveryTopics::bringClientsUpToDate,
                Clock.systemUTC());
    }

    @Bean
    FirstKey workerFirstKey(ClientTopic workerClientTopic, ClientRegister workerClientRegister, JdbcClient workerJdbc) {
        return new FirstKey(workerClientTopic, workerClientRegister, new AuditLog(workerJdbc));
    }

    @Bean
    ClientAccounts workerClients(JdbcClient workerJdbc) {
        return new ClientAccounts(workerJdbc);
    }

    @Bean
    ApiKeys workerKeys(JdbcClient workerJdbc) {
        return new ApiKeys(workerJdbc);
    }

    @Bean
    Sessions workerSessions(ApiKeys workerKeys, PlatformTransactionManager workerTransactions) {
        return new Sessions(workerKeys, transactions(workerTransactions), Clock.systemUTC());
    }

    @Bean
    SchedulingConfigurer workerSessionSchedule(Sessions workerSessions) {
        return tasks -> tasks.addFixedDelayTask(workerSessions::removeExpired, REMOVE_SESSIONS_EVERY);
    }

    static TransactionTemplate transactions(PlatformTransactionManager transactionManager) {
        TransactionTemplate transactions = new TransactionTemplate(transactionManager);
        transactions.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        transactions.setTimeout(TRANSACTION_SECONDS);
        return transactions;
    }
}
