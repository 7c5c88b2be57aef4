package io.trakkit.worker.projection.rebuild;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the replays, {@code trakkit.replay.*}.
 *
 * @param threads how many partitions are read and applied at a time, each on a connection of the pool
 * @param switchPatience how long the switch to another generation waits for running batches before it retries
 * @param switchAtMost how long a switch may block batches
 */
@ConfigurationProperties("trakkit.replay")
public record ReplaySettings(
        @DefaultValue("2") int threads,
        @DefaultValue("5s") Duration switchPatience,
        @DefaultValue("30s") Duration switchAtMost) {

    public ReplaySettings {
        require(threads >= 1 && threads <= 64, "threads must be 1 to 64");
        require(switchPatience.toMillis() >= 1, "switch-patience must be a millisecond or more");
        require(switchAtMost.toSeconds() >= 1, "switch-at-most must be a second or more");
    }

    private static void require(boolean rule, String what) {
        if (!rule) {
            throw new IllegalArgumentException("trakkit.replay: " + what);
        }
    }
}
