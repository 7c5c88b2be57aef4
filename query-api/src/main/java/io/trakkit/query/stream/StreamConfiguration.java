package io.trakkit.query.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.query.returns.PresentPrices;
import io.trakkit.store.query.WatchedPositions;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the streams of portfolios. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StreamSettings.class)
class StreamConfiguration {

    @Bean
    Watches watches(StreamSettings settings, WatchedPositions positions, PresentPrices prices, MeterRegistry meters) {
        return new Watches(settings, new Poller(positions, prices, Clock.systemUTC()), meters);
    }
}
