package io.trakkit.query.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.domain.returns.Pricing;
import io.trakkit.prices.LivePrices;
import io.trakkit.store.WatchedPositions;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How portfolios are followed. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StreamSettings.class)
class StreamConfiguration {

    @Bean
    Watches watches(
            StreamSettings settings,
            WatchedPositions positions,
            LivePrices prices,
            Pricing pricing,
            MeterRegistry meters) {
        return new Watches(settings, new Poller(positions, prices, pricing, Clock.systemUTC()), meters);
    }
}
