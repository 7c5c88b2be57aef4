package io.trakkit.prices;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.prices.testing.TestRedis;
import io.trakkit.store.prices.PriceHistory;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.wire.event.QuoteCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The latest prices as an app has them, its settings included, on a real Redis and a real PostgreSQL. */
final class PriceContext implements AutoCloseable {

    /** After which Redis counts as away. */
    static final Duration TIMEOUT = Duration.ofSeconds(2);

    static final CurrencyCode USD = new CurrencyCode("USD");
    private static final PriceSourceName SOURCE = new PriceSourceName("test");

    final TestDatabase database = TestDatabase.create();
    final TestRedis redis = TestRedis.start();
    private final ConfigurableApplicationContext context = new SpringApplicationBuilder(App.class)
            .web(WebApplicationType.NONE)
            .initializers(context -> context.getBeanFactory().registerSingleton("dataSource", database.dataSource()))
            .run(
                    "--spring.config.name=trakkit-prices",
                    "--spring.data.redis.port=" + redis.port(),
                    // By default a Redis that is slow is as one that is away, and on a busy machine any may be that
                    // slow.
                    "--spring.data.redis.timeout=" + TIMEOUT.toMillis() + "ms",
                    "--spring.data.redis.connect-timeout=" + TIMEOUT.toMillis() + "ms");

    @SpringBootConfiguration(proxyBeanMethods = false)
    @ImportAutoConfiguration(DataRedisAutoConfiguration.class)
    @Import(LivePricesConfiguration.class)
    static class App {

        @Bean
        PriceHistory history(DataSource dataSource) {
            return LivePricesConfiguration.history(dataSource);
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    static Quote quote(String ticker, String price, Instant time) {
        return new Quote(new Ticker(ticker), Price.of(price), USD, time, SOURCE);
    }

    /** As others would write it. */
    void put(Quote quote) {
        redis.command(
                "SET", QuoteStore.key(quote.ticker()), new String(QuoteCodec.encode(quote), StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        context.close();
        redis.close();
        database.close();
    }
}
