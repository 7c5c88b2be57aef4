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

/** Puts the replays together. */
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
        ProjectionService projectionService = new ProjectionService(jdbc, transactionManager, logReaders, settings);
        Replays replays = new Replays(jdbc);
        GroupRewind groupRewind = new GroupRewind(
                projectionService, () -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS)));
        DeadLetterCheck deadLetterCheck = new DeadLetterCheck(jdbc, transactionManager, deadLetterTopic);
        ReplayCommands replayCommands = new ReplayCommands(
                projectionService,
                new ReplayPlanner(projectionService, replays),
                deadLetterCheck,
                groupRewind,
                settings);
        return new ReplayRunner(dataSource, replays, replayCommands, Clock.systemUTC());
    }
}
