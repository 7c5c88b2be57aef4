package io.trakkit.worker.projection;

import com.zaxxer.hikari.HikariDataSource;
import io.trakkit.store.postgres.AppPools;
import io.trakkit.store.projection.Replays;
import io.trakkit.worker.deadletters.DeadLetterTopic;
import io.trakkit.worker.log.LogReaders;
import io.trakkit.worker.projection.compare.DeadLetterCheck;
import io.trakkit.worker.projection.rebuild.ReplaySettings;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** Wires the replays. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReplaySettings.class)
class ReplayConfiguration {

    private static final long PAUSE_MILLIS = 250;

    /** A replay compares, sorts or removes all rows of a read model in one statement. */
    private static final Duration LONGEST_STATEMENT = Duration.ofHours(6);

    @Bean(destroyMethod = "close")
    ReplayRunner replayRunner(
            HikariDataSource workerPool,
            JdbcClient workerJdbc,
            LogReaders logReaders,
            DeadLetterTopic deadLetterTopic,
            ReplaySettings settings) {
        DataSource patient = AppPools.answeringWithin(workerPool, LONGEST_STATEMENT);
        JdbcClient jdbc = JdbcClient.create(patient);
        PlatformTransactionManager transactionManager = new JdbcTransactionManager(patient);
        ReplayTransactions transactions = ReplayTransactions.of(transactionManager);
        LiveSnapshot liveSnapshot = new LiveSnapshot(jdbc, transactions);
        Rebuilds rebuilds = new Rebuilds(patient, jdbc, transactions.separate(), logReaders, settings);
        PartialGenerations partialGenerations = new PartialGenerations(jdbc, transactions.readCommitted());
        Verification verification = new Verification(
                jdbc,
                liveSnapshot,
                rebuilds,
                partialGenerations,
                new DeadLetterCheck(jdbc, transactionManager, deadLetterTopic));
        ReplayCommands replayCommands = new ReplayCommands(
                partialGenerations,
                new ReplayPlanner(jdbc, logReaders),
                verification,
                new GenerationSwitch(
                        jdbc, transactions.readCommitted(), rebuilds, partialGenerations, verification, settings),
                new KeyRepair(jdbc, transactions.readCommitted(), rebuilds, partialGenerations, verification),
                new GroupRewind(
                        jdbc,
                        transactions.readCommitted(),
                        logReaders,
                        () -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS))),
                new TopicMigration(jdbc, transactions.readCommitted(), logReaders, liveSnapshot));
        // The lock of a replay is looked at often, and lost with a network that is dead.
        return new ReplayRunner(workerPool, new Replays(workerJdbc), replayCommands, Clock.systemUTC());
    }
}
