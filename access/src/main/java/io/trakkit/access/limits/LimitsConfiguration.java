package io.trakkit.access.limits;

import io.github.bucket4j.TimeMeter;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.Delay;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** The limits of clients: shared through Redis where {@code spring.data.redis.*} names a server, else of each instance. */
@Configuration(proxyBeanMethods = false)
public class LimitsConfiguration {

    private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofSeconds(1);

    @Bean
    @ConditionalOnMissingBean
    ClientBudgets clientBudgets(
            LimitsOfClients limits, ObjectProvider<LettuceConnectionFactory> redis, MeterRegistry meters) {
        return new ClientBudgets(limits, link(redis.getIfAvailable()), TimeMeter.SYSTEM_NANOTIME, meters);
    }

    @Bean
    @ConditionalOnMissingBean
    RedisProbe redisProbe(ObjectProvider<RedisConnectionFactory> redis) {
        return new RedisProbe(Optional.ofNullable(redis.getIfAvailable()));
    }

    /** Redis' client is shut down early: an attempt to connect after that would fail with a stack trace. */
    @Bean
    ApplicationListener<ContextClosedEvent> limitsEndBeforeRedis(ClientBudgets budgets) {
        return _ -> budgets.close();
    }

    private static RedisLink link(@Nullable LettuceConnectionFactory factory) {
        return factory == null
                ? RedisLink.none()
                : new RedisLink(() -> connect(factory), TimeMeter.SYSTEM_MILLISECONDS, RedisLink.TIMEOUT);
    }

    /** A connection of its own, with the address, user and TLS of the factory. */
    private static StatefulRedisConnection<String, byte[]> connect(LettuceConnectionFactory factory) {
        if (factory.getNativeClient() instanceof RedisClient client) {
            return client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
        }
        throw new IllegalStateException("spring.data.redis.* must name one server or sentinels");
    }

    /** Commands without a connection fail at once, so that none queue up behind a server that hangs. */
    @Bean
    LettuceClientOptionsBuilderCustomizer limitsFailFast() {
        return options -> options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
    }

    /** The default delay of the client is up to half a minute before it reconnects. */
    @Bean
    ClientResourcesBuilderCustomizer limitsReconnectSoon() {
        return resources -> resources.reconnectDelay(
                () -> Delay.exponential(Duration.ofMillis(50), LONGEST_RECONNECT_DELAY, 2, TimeUnit.MILLISECONDS));
    }
}
