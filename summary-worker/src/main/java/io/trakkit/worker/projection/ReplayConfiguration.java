package io.trakkit.worker.projection;

import com.zaxxer.hikari.HikariDataSource;
import io.trakkit.store.projection.Replays;
import io.trakkit.worker.deadletters.DeadLetterTopic;
import io.trakkit.worker.log.LogReaders;
import io.trakkit.worker.projection.compare.DeadLetterCheck;
import io.trakkit.worker.projection.rebuild.ReplaySettings;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
            HikariDataSource workerPool,
            JdbcClient workerJdbc,
            PlatformTransactionManager workerTransactions,
            LogReaders logReaders,
            DeadLetterTopic deadLetterTopic,
            ReplaySettings settings) {
        ReplayTransactions transactions = ReplayTransactions.of(workerTransactions);
        LiveSnapshot liveSnapshot = new LiveSnapshot(workerJdbc, transactions);
        Rebuilds rebuilds = new Rebuilds(workerPool, workerJdbc, transactions.separate(), logReaders, settings);
        PartialGenerations partialGenerations = new PartialGenerations(workerJdbc, transactions.readCommitted());
        Verification verification = new Verification(
                workerJdbc,
                liveSnapshot,
                rebuilds,
                partialGenerations,
                new DeadLetterCheck(workerJdbc, workerTransactions, deadLetterTopic));
        ReplayCommands replayCommands = new ReplayCommands(
                partialGenerations,
                new ReplayPlanner(workerJdbc, logReaders),
                verification,
                new GenerationSwitch(
                        workerJdbc, transactions.readCommitted(), rebuilds, partialGenerations, verification, settings),
                new KeyRepair(workerJdbc, transactions.readCommitted(), rebuilds, partialGenerations, verification),
                new GroupRewind(
                        workerJdbc,
                        transactions.readCommitted(),
                        logReaders,
                        () -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS))),
                new TopicMigration(workerJdbc, transactions.readCommitted(), logReaders, liveSnapshot));
        return new ReplayRunner(workerPool, new Replays(workerJdbc), replayCommands, Clock.systemUTC());
    }
}
