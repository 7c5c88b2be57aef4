package io.trakkit.worker.consume;

import io.trakkit.worker.log.ConsumerHalt;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Up while this worker reads and applies its share of the log. Otherwise it gives the reason and the time since when: an
 * alarm, another version of the fold, a dead consumer, a batch that keeps failing, partitions that it does not have yet.
 */
public final class ConsumerHealth implements HealthIndicator {

    /** The detail that a person must act on. */
    public static final String ALARM = "alarm";

    private final TradesConsumption consumption;
    private final ConsumerHalt consumerHalt;
    private final VersionGate versionGate;
    private final UnlimitedBackoff retry;
    private final GroupShare share;
    private final InstantSource clock;
    private @Nullable Instant downSince;

    public ConsumerHealth(
            TradesConsumption consumption,
            ConsumerHalt consumerHalt,
            VersionGate versionGate,
            UnlimitedBackoff retry,
            GroupShare share,
            InstantSource clock) {
        this.consumption = consumption;
        this.consumerHalt = consumerHalt;
        this.versionGate = versionGate;
        this.retry = retry;
        this.share = share;
        this.clock = clock;
    }

    /** A health detail: why this worker does not apply its share of the log. */
    private record Obstacle(String kind, Object reason) {}

    @Override
    public Health health() {
        return obstacle()
                .map(obstacle -> Health.down()
                        .withDetail(obstacle.kind(), obstacle.reason())
                        .withDetail("since", downSince().toString())
                        .build())
                .orElseGet(this::up);
    }

    private Optional<Obstacle> obstacle() {
        return consumerHalt
                .reason()
                .map(reason -> new Obstacle(ALARM, reason))
                .or(() -> versionGate.reason().map(reason -> new Obstacle("stands_by", reason)))
                .or(this::obstacleWhileReading);
    }

    private Optional<Obstacle> obstacleWhileReading() {
        if (!consumption.isReading()) {
            return Optional.of(new Obstacle("reason", consumption.obstacle()));
        }
        List<String> failures = retry.lasting();
        return failures.isEmpty()
                ? share.obstacle().map(reason -> new Obstacle("reason", reason))
                : Optional.of(new Obstacle("tried_again", failures));
    }

    private synchronized Instant downSince() {
        if (downSince == null) {
            downSince = clock.instant();
        }
        return downSince;
    }

    private synchronized Health up() {
        downSince = null;
        return Health.up().build();
    }
}
