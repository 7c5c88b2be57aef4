package io.trakkit.query.returns;

import io.trakkit.domain.price.RatesAt;
import io.trakkit.domain.valuation.Pricing;
import io.trakkit.prices.LivePrices;
import io.trakkit.query.Snapshots;
import io.trakkit.store.prices.PriceHistory;
import io.trakkit.store.query.Holdings;
import io.trakkit.store.query.PastHoldings;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the computation of returns. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReturnsSettings.class)
class ReturnsConfiguration {

    @Bean
    Pricing pricing(ReturnsSettings settings) {
        return settings.pricing();
    }

    @Bean
    PresentPrices presentPrices(LivePrices prices, Pricing pricing, RatesAt rates) {
        return new PresentPrices(prices, pricing, new PresentRates(rates, Clock.systemUTC()));
    }

    @Bean
    PortfolioCash portfolioCash(PastHoldings holdings) {
        return new PortfolioCash(holdings);
    }

    @Bean
    PresentReturns presentReturns(
            Snapshots snapshots, Holdings holdings, PortfolioCash cash, PastReturns past, PresentPrices prices) {
        return new PresentReturns(snapshots, holdings, cash, past, prices, Clock.systemUTC());
    }

    @Bean
    PastReturns pastReturns(
            Snapshots snapshots,
            PastHoldings holdings,
            PortfolioCash cash,
            PriceHistory history,
            Pricing pricing,
            RatesAt rates) {
        return new PastReturns(snapshots, holdings, cash, history, pricing, rates);
    }
}
