package io.trakkit.query.stream;

import io.trakkit.domain.value.InvalidValueException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of streams; {@code trakkit.stream.*}.
 *
 * @param maxConnections how many clients may follow on one instance at once (1,000)
 * @param poll how often changes are looked for, once for all clients (250ms)
 * @param heartbeat how long a client hears nothing at most (15s)
 */
@ConfigurationProperties("trakkit.stream")
record StreamSettings(
        @DefaultValue("1000") int maxConnections,
        @DefaultValue("250ms") Duration poll,
        @DefaultValue("15s") Duration heartbeat) {

    /** @throws InvalidValueException if they make no sense */
    StreamSettings {
        if (maxConnections < 1 || !poll.isPositive() || !heartbeat.isPositive()) {
            throw new InvalidValueException("trakkit.stream.max-connections, poll and heartbeat must be positive");
        }
    }
}
