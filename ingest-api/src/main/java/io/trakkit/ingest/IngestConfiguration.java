package io.trakkit.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.ingest.database.Database;
import io.trakkit.ingest.outcome.OutcomePoller;
import io.trakkit.ingest.trade.TradeSettings;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures what the features share. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TradeSettings.class)
class IngestConfiguration {

    /** The clock, unless another app in the same context provides one. */
    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Database ingestDatabase(DataSource dataSource) {
        return new Database(dataSource);
    }

    /** The pool opens its connections after its first use: without this use, some of a first burst of posts would wait too long. */
    @Bean
    ApplicationListener<ApplicationStartedEvent> ingestFirstConnections(Database database) {
        return _ -> Thread.ofVirtual().name("first-connections").start(database::connect);
    }

    @Bean
    OutcomePoller ingestOutcomePoller(Database database, MeterRegistry meters) {
        return new OutcomePoller(database, meters);
    }
}
