package io.trakkit.worker.replay;

import io.trakkit.store.Replays;
import io.trakkit.worker.log.LogReaders;
import io.trakkit.worker.log.VerdictTopic;
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
            VerdictTopic verdictTopic,
            ReplaySettings settings) {
        Workshop workshop = new Workshop(jdbc, transactionManager, logReaders, settings);
        Replays replays = new Replays(jdbc);
        Rewinding rewinding =
                new Rewinding(workshop, () -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS)));
        LetterCheck letterCheck = new LetterCheck(jdbc, transactionManager, verdictTopic);
        Commands commands = new Commands(workshop, new Planning(workshop, replays), letterCheck, rewinding, settings);
        return new ReplayRunner(dataSource, replays, commands, Clock.systemUTC());
    }
}
