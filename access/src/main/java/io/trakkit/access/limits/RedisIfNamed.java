package io.trakkit.access.limits;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/** Without a server in {@code spring.data.redis.*}, Spring Boot would connect to the one on this machine. */
final class RedisIfNamed implements AutoConfigurationImportFilter, EnvironmentAware {

    private static final String OF_REDIS = "org.springframework.boot.data.redis.";
    private static final List<String> SERVERS = List.of(
            "spring.data.redis.url",
            "spring.data.redis.host",
            "spring.data.redis.sentinel.nodes",
            "spring.data.redis.sentinel.nodes[0]");

    private boolean named;

    @Override
    public void setEnvironment(Environment environment) {
        named = SERVERS.stream().map(environment::getProperty).anyMatch(server -> server != null && !server.isBlank());
    }

    @Override
    public boolean[] match(@Nullable String[] classes, AutoConfigurationMetadata metadata) {
        boolean[] matches = new boolean[classes.length];
        for (int i = 0; i < classes.length; i++) {
            String name = classes[i];
            matches[i] = named || name == null || !name.startsWith(OF_REDIS);
        }
        return matches;
    }
}
