package io.trakkit.access.limits;

import java.util.Optional;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Whether Redis answers, for operators. */
public final class RedisProbe {

    private final Optional<RedisConnectionFactory> connections;

    /** @param connections empty where {@code spring.data.redis.*} names no server */
    RedisProbe(Optional<RedisConnectionFactory> connections) {
        this.connections = connections;
    }

    /** Whether this app is connected to Redis. */
    public boolean isConfigured() {
        return connections.isPresent();
    }

    /**
     * Asks Redis, and waits for its answer.
     *
     * @return what it says; empty without a Redis
     * @throws org.springframework.dao.DataAccessException if it does not answer
     */
    public Optional<String> ping() {
        return connections.map(factory -> {
            try (RedisConnection connection = factory.getConnection()) {
                return connection.ping();
            }
        });
    }
}
