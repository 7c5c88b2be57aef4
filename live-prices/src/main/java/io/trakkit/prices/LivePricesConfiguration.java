package io.trakkit.prices;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.Delay;
import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.domain.price.QuoteDefaults;
import io.trakkit.domain.price.QuoteRules;
import io.trakkit.store.prices.FxRates;
import io.trakkit.store.prices.PriceHistory;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Configures the latest prices for apps that read or write them. Each app imports this class and {@code
 * trakkit-prices.yml}, and has a {@link #history} on its own pool. Several of these apps can share one context.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PriceSettings.class)
public class LivePricesConfiguration {

    /** The most time that the database may spend on prices. */
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(2);

    private static final int FIRST_ATTEMPTS = 10;
    private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofSeconds(1);

    @Bean
    QuoteRules quoteRules(PriceSettings settings) {
        return settings.rules();
    }

    /** The price history, for the app that has the pool. */
    public static PriceHistory history(DataSource pool) {
        return new PriceHistory(client(pool));
    }

    /** The history of exchange rates, for the app that has the pool. */
    public static FxRates fxRates(DataSource pool) {
        return new FxRates(client(pool));
    }

    private static JdbcClient client(DataSource pool) {
        JdbcTemplate template = new JdbcTemplate(pool);
        template.setQueryTimeout((int) STATEMENT_TIMEOUT.toSeconds());
        return JdbcClient.create(template);
    }

    @Bean
    QuoteStore quoteStore(RedisConnectionFactory connections, QuoteRules rules, MeterRegistry meters) {
        return newStore(connections, rules, meters);
    }

    static QuoteStore newStore(RedisConnectionFactory connections, QuoteRules rules, MeterRegistry meters) {
        RedisTemplate<String, byte[]> redis = new RedisTemplate<>();
        redis.setConnectionFactory(connections);
        redis.setKeySerializer(RedisSerializer.string());
        redis.setValueSerializer(RedisSerializer.byteArray());
        redis.afterPropertiesSet();
        return new QuoteStore(redis, new QuoteDefaults(rules.currency(), false), meters);
    }

    @Bean
    LivePrices livePrices(QuoteStore store, PriceHistory history, QuoteRules rules, MeterRegistry meters) {
        return new LivePrices(store, history, rules, Clock.systemUTC(), meters);
    }

    /** Connects at start, so that the first requests neither wait for the connection nor miss prices. */
    @Bean
    ApplicationListener<ApplicationStartedEvent> firstConnection(QuoteStore store) {
        return started -> Thread.ofVirtual().name("first-price").start(() -> {
            try {
                for (int attempt = 1; attempt <= FIRST_ATTEMPTS; attempt++) {
                    if (!started.getApplicationContext().isActive() || store.answers()) {
                        return;
                    }
                    LockSupport.parkNanos(RedisGate.REST.toNanos());
                }
            } catch (IllegalStateException e) {
                // An app that stops closes its connections while this attempt is under way.
                if (started.getApplicationContext().isActive()) {
                    throw e;
                }
            }
        });
    }

    /** Commands without a connection fail at once, so that none queue up behind a server that hangs. */
    @Bean
    LettuceClientOptionsBuilderCustomizer failFast() {
        return options -> options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(1_000)
                .timeoutOptions(TimeoutOptions.enabled());
    }

    /** The default delay of the client is up to half a minute before it reconnects. */
    @Bean
    ClientResourcesBuilderCustomizer reconnectSoon() {
        return resources -> resources.reconnectDelay(
                () -> Delay.exponential(Duration.ofMillis(50), LONGEST_RECONNECT_DELAY, 2, TimeUnit.MILLISECONDS));
    }
}
