package io.trakkit.ingest;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.ingest.database.Database;
import io.trakkit.ingest.database.WritePlaces;
import io.trakkit.ingest.outcome.OutcomePoller;
import io.trakkit.ingest.trade.TradeSettings;
import io.trakkit.store.postgres.AppPools;
import io.trakkit.store.postgres.ClientDataSource;
import io.trakkit.store.postgres.DatabaseRole;
import io.trakkit.store.prices.FxRates;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
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
    @ConfigurationProperties("spring.datasource.hikari")
    HikariDataSource ingestPool(DataSourceProperties settings) {
        return AppPools.pool(settings, DatabaseRole.INGEST);
    }

    @Bean
    Database ingestDatabase(HikariDataSource ingestPool) {
        return new Database(new ClientDataSource(ingestPool));
    }

    @Bean
    WritePlaces ingestWritePlaces() {
        return new WritePlaces();
    }

    /** The pool opens its connections after its first use: without this use, some of a first burst of posts would wait too long. */
    @Bean
    ApplicationListener<ApplicationStartedEvent> ingestFirstConnections(Database database) {
        return _ -> Thread.ofVirtual().name("first-connections").start(database::connect);
    }

    @Bean
    FxRates ingestFxRates(Database database) {
        return new FxRates(database.jdbc());
    }

    @Bean
    OutcomePoller ingestOutcomePoller(Database database, MeterRegistry meters) {
        return new OutcomePoller(database, meters);
    }
}
