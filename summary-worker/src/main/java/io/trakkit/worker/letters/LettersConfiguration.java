package io.trakkit.worker.letters;

import io.trakkit.store.DeadLetterOffice;
import io.trakkit.store.LetterOutcomes;
import io.trakkit.store.OutcomeOutbox;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** What the operators' calls work with. */
@Configuration(proxyBeanMethods = false)
class LettersConfiguration {

    /** No list is worth more of the database's time. */
    private static final Duration LOOKING = Duration.ofSeconds(10);

    /** A decision may be about very many letters. */
    private static final Duration DECIDING = Duration.ofMinutes(2);

    @Bean
    DeadLetterOffice deadLetterOffice(DataSource dataSource) {
        JdbcTemplate template = new JdbcTemplate(dataSource);
        template.setQueryTimeout((int) LOOKING.toSeconds());
        return new DeadLetterOffice(JdbcClient.create(template));
    }

    @Bean
    LetterOutcomes letterOutcomes(JdbcClient jdbc) {
        return new LetterOutcomes(jdbc);
    }

    @Bean
    OutcomeOutbox outcomeOutbox(JdbcClient jdbc) {
        return new OutcomeOutbox(jdbc);
    }

    @Bean
    LetterDecisions letterDecisions(
            DeadLetterOffice office, LetterOutcomes outcomes, PlatformTransactionManager transactionManager) {
        TransactionTemplate transactions = new TransactionTemplate(transactionManager);
        transactions.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        transactions.setTimeout((int) DECIDING.toSeconds());
        return new LetterDecisions(office, outcomes, transactions, Clock.systemUTC());
    }
}
