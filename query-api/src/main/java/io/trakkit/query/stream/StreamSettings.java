package io.trakkit.query.stream;

import io.trakkit.domain.value.InvalidValueException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings {@code trakkit.stream.*} of streams.
 *
 * @param maxConnections the most concurrent streams of one instance (1,000)
 * @param poll the time between two rounds that look for changes, for all clients together (250ms)
 * @param heartbeat the longest time without a line to a client (15s)
 */
@ConfigurationProperties("trakkit.stream")
record StreamSettings(
        @DefaultValue("1000") int maxConnections,
        @DefaultValue("250ms") Duration poll,
        @DefaultValue("15s") Duration heartbeat) {

    /** @throws InvalidValueException if a setting is invalid */
    StreamSettings {
        if (maxConnections < 1 || !poll.isPositive() || !heartbeat.isPositive()) {
            throw new InvalidValueException("trakkit.stream.max-connections, poll and heartbeat must be positive");
        }
    }
}
