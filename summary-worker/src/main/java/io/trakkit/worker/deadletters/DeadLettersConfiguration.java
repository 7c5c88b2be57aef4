package io.trakkit.worker.deadletters;

import com.zaxxer.hikari.HikariDataSource;
import io.trakkit.store.deadletters.DeadLetterDecisions;
import io.trakkit.store.deadletters.DeadLetterQueries;
import io.trakkit.store.deadletters.DecisionOutbox;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the operators' calls about dead letters. */
@Configuration(proxyBeanMethods = false)
class DeadLettersConfiguration {

    /** The time limit of a list. */
    private static final Duration LOOKING = Duration.ofSeconds(10);

    /** The time limit of a decision, which may be about many dead letters. */
    private static final Duration DECIDING = Duration.ofMinutes(2);

    @Bean
    DeadLetterQueries deadLetterQueries(HikariDataSource workerPool) {
        JdbcTemplate template = new JdbcTemplate(workerPool);
        template.setQueryTimeout((int) LOOKING.toSeconds());
        return new DeadLetterQueries(JdbcClient.create(template));
    }

    @Bean
    DeadLetterDecisions deadLetterOutcomes(JdbcClient workerJdbc) {
        return new DeadLetterDecisions(workerJdbc);
    }

    @Bean
    DecisionOutbox outcomeOutbox(JdbcClient workerJdbc) {
        return new DecisionOutbox(workerJdbc);
    }

    @Bean
    DecisionService deadLetterDecisions(
            DeadLetterQueries deadLetterQueries,
            DeadLetterDecisions outcomes,
            PlatformTransactionManager workerTransactions) {
        TransactionTemplate transactions = new TransactionTemplate(workerTransactions);
        transactions.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        transactions.setTimeout((int) DECIDING.toSeconds());
        return new DecisionService(deadLetterQueries, outcomes, transactions, Clock.systemUTC());
    }
}
