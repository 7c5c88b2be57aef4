package io.trakkit.feed;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.domain.price.QuoteRules;
import io.trakkit.feed.intake.QuoteIntake;
import io.trakkit.prices.LivePricesConfiguration;
import io.trakkit.prices.QuoteStore;
import io.trakkit.store.postgres.AppPools;
import io.trakkit.store.postgres.DatabaseRole;
import io.trakkit.store.prices.PriceHistory;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the objects that all features use. */
@Configuration(proxyBeanMethods = false)
class PriceFeedConfiguration {

    /** The clock, unless another app in the same context provides one. */
    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    @ConfigurationProperties("spring.datasource.hikari")
    HikariDataSource feedPool(DataSourceProperties settings) {
        return AppPools.pool(settings, DatabaseRole.FEED);
    }

    @Bean
    PriceHistory feedPriceHistory(HikariDataSource feedPool) {
        return LivePricesConfiguration.history(feedPool);
    }

    @Bean
    QuoteIntake quoteIntake(
            QuoteStore store, PriceHistory history, QuoteRules rules, Clock clock, MeterRegistry meters) {
        return new QuoteIntake(store, history, rules, clock, meters);
    }
}
