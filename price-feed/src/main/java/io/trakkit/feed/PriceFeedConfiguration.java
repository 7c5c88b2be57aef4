package io.trakkit.feed;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.domain.price.QuoteRules;
import io.trakkit.feed.intake.QuoteIntake;
import io.trakkit.prices.QuoteStore;
import io.trakkit.store.prices.PriceHistory;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
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
    QuoteIntake quoteIntake(
            QuoteStore store, PriceHistory history, QuoteRules rules, Clock clock, MeterRegistry meters) {
        return new QuoteIntake(store, history, rules, clock, meters);
    }
}
