package io.trakkit.ingest.inbound;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.kafka.event.ConsumerRetryAuthEvent;
import org.springframework.kafka.event.ConsumerRetryAuthSuccessfulEvent;
import org.springframework.kafka.event.ConsumerStartedEvent;
import org.springframework.kafka.event.ConsumerStoppedEvent;

/**
 * Tells operators what keeps inbound topics from being read. What concerns one client, such as a missing topic, is WAITING; what
 * concerns all of them is down. Details name clients, so answers show none unless the app is set to show them.
 */
final class InboundHealth implements HealthIndicator {

    /** Leaves the health of the app as it is. */
    private static final Status WAITING = new Status("WAITING");

    private final InstantSource clock;
    private final Map<TopicPartition, Waiting> waiting = new ConcurrentHashMap<>();
    private volatile @Nullable String obstacle = "the consumer has not started";

    InboundHealth(InstantSource clock) {
        this.clock = clock;
    }

    /** A partition whose records cannot be processed now. */
    private record Waiting(String reason, Instant since) {}

    /** The records of a partition cannot be processed; they will be tried again. */
    void waits(TopicPartition partition, String reason) {
        waiting.merge(
                partition,
                new Waiting(reason, clock.instant()),
                (before, now) -> new Waiting(now.reason(), before.since()));
    }

    /** The records of a partition are processed, or another instance has it. */
    void goesOn(TopicPartition partition) {
        waiting.remove(partition);
    }

    /** Takes an event of the container. */
    void heard(Object event) {
        switch (event) {
            case ConsumerStartedEvent _, ConsumerRetryAuthSuccessfulEvent _ -> obstacle = null;
            case ConsumerRetryAuthEvent refused ->
                obstacle = switch (refused.getReason()) {
                    case AUTHENTICATION -> "Kafka does not accept the user of this app; will retry";
                    case AUTHORIZATION ->
                        "the Kafka user of this app lacks an ACL on the group or an inbound topic; will retry";
                };
            case ConsumerStoppedEvent stopped -> {
                waiting.clear();
                obstacle = switch (stopped.getReason()) {
                    case NORMAL -> "the consumer was stopped";
                    case ABNORMAL, FENCED, AUTH, NO_OFFSET, ERROR ->
                        "the consumer has ended (" + stopped.getReason() + "); restart the app";
                };
            }
            default -> {
                // Of pauses, and of what goes before a start or a stop.
            }
        }
    }

    boolean isReading() {
        return obstacle == null;
    }

    /** How many of this instance's partitions wait. */
    int waiting() {
        return waiting.size();
    }

    @Override
    public Health health() {
        String reason = obstacle;
        if (reason != null) {
            return Health.down().withDetail("reason", reason).build();
        }
        Map<String, String> details = new TreeMap<>();
        waiting.forEach((partition, why) -> details.put(partition.toString(), why.reason() + ", since " + why.since()));
        return details.isEmpty()
                ? Health.up().build()
                : Health.status(WAITING).withDetail("waiting", details).build();
    }
}
