package io.trakkit.worker.projection;

import io.trakkit.store.projection.Replays;
import io.trakkit.worker.deadletters.DeadLetterTopic;
import io.trakkit.worker.log.LogReaders;
import io.trakkit.worker.projection.compare.DeadLetterCheck;
import io.trakkit.worker.projection.rebuild.ReplaySettings;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Wires the replays. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReplaySettings.class)
class ReplayConfiguration {

    private static final long PAUSE_MILLIS = 250;

    @Bean(destroyMethod = "close")
    ReplayRunner replayRunner(
            DataSource dataSource,
            JdbcClient jdbc,
            PlatformTransactionManager transactionManager,
            LogReaders logReaders,
            DeadLetterTopic deadLetterTopic,
            ReplaySettings settings) {
        ReplayTransactions transactions = ReplayTransactions.of(transactionManager);
        LiveSnapshot liveSnapshot = new LiveSnapshot(jdbc, transactions);
        Rebuilds rebuilds = new Rebuilds(jdbc, transactions.separate(), logReaders, settings);
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
        return new ReplayRunner(dataSource, new Replays(jdbc), replayCommands, Clock.systemUTC());
    }
}
