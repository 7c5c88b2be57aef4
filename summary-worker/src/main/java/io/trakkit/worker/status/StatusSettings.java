package io.trakkit.worker.status;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings {@code trakkit.status.*}: when a partition is no longer fine.
 *
 * @param warnAfter the age of the oldest record that is not applied from which a partition is {@code WARN} (30 s)
 * @param stalledAfter how long progress may stand still while records wait until a partition is {@code STALLED} (60 s: after any
 *     fault every partition is applied again within that time)
 */
@ConfigurationProperties("trakkit.status")
public record StatusSettings(
        @DefaultValue("30s") Duration warnAfter,
        @DefaultValue("60s") Duration stalledAfter) {

    public StatusSettings {
        require(warnAfter, "warn-after");
        require(stalledAfter, "stalled-after");
    }

    private static void require(Duration duration, String name) {
        if (duration.toSeconds() < 1) {
            throw new IllegalArgumentException("trakkit.status." + name + " must be a second or more, not " + duration);
        }
    }
}
