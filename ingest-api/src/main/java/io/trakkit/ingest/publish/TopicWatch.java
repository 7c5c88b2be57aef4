package io.trakkit.ingest.publish;

import io.trakkit.log.LogContradictionException;
import io.trakkit.log.TopicGuard;
import io.trakkit.log.TopicSpecs;
import io.trakkit.wire.event.Topics;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/**
 * Checks the topics of the log at the start, and again from time to time, because someone may add partitions. Missing
 * topics are created. While the topics are not known to be right nothing is published: a broker would create a missing
 * topic with other settings, and another number of partitions would break the order of the keys.
 */
final class TopicWatch implements HealthIndicator, SmartLifecycle {

    private static final Duration WHILE_UNKNOWN = Duration.ofMillis(500);
    private static final Duration WHILE_KNOWN = Duration.ofSeconds(30);
    private static final Logger log = LoggerFactory.getLogger(TopicWatch.class);

    private final TopicGuard topics;
    private final PublishSettings settings;
    private volatile State state = new State.Unknown("Kafka has not answered yet");
    private volatile @Nullable Thread watch;

    TopicWatch(TopicGuard topics, PublishSettings settings) {
        this.topics = topics;
        this.settings = settings;
    }

    /** The result of the last check. */
    sealed interface State {

        /** No answer yet. */
        record Unknown(String why) implements State {}

        /** The topics have the right settings; publishing is allowed. */
        record Right(UUID tradesId) implements State {}

        /** Publishing is not allowed: an operator must act. */
        record Wrong(String what) implements State {}
    }

    State state() {
        return state;
    }

    @Override
    public Health health() {
        return switch (state) {
            case State.Right(UUID tradesId) ->
                Health.up().withDetail("topic_id", tradesId.toString()).build();
            case State.Unknown(String why) ->
                Health.outOfService().withDetail("reason", why).build();
            case State.Wrong(String what) ->
                Health.down().withDetail("reason", what).build();
        };
    }

    private void watch() {
        while (isRunning()) {
            State seen = seen();
            // No answer is no news about the topics.
            if (!(seen instanceof State.Unknown && state instanceof State.Right)) {
                become(seen);
            }
            Duration pause = seen instanceof State.Unknown ? WHILE_UNKNOWN : WHILE_KNOWN;
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    private void become(State next) {
        if (next.equals(state)) {
            return;
        }
        state = next;
        switch (next) {
            case State.Right(UUID tradesId) ->
                log.info("The topics exist and have the right settings; the id of {} is {}", Topics.TRADES, tradesId);
            case State.Unknown(String why) -> log.info("The topics cannot be checked yet, will retry: {}", why);
            case State.Wrong(String what) -> log.error("Cannot publish: {}", what);
        }
    }

    private State seen() {
        TopicSpecs specs =
                new TopicSpecs(settings.partitions(), settings.replicationFactor(), settings.minInsyncReplicas());
        try {
            boolean allExist = topics.createIfMissing(specs.trades());
            allExist &= topics.createIfMissing(specs.portfolios());
            allExist &= topics.createIfMissing(specs.corporateActions());
            return allExist
                    ? new State.Right(topics.requireTopic(Topics.TRADES, settings.partitions()))
                    : new State.Unknown("The topics have just been created");
        } catch (LogContradictionException e) {
            return new State.Wrong(String.valueOf(e.getMessage()));
        } catch (KafkaException e) {
            return new State.Unknown(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void start() {
        Thread thread = Thread.ofVirtual().name("log-topics").unstarted(this::watch);
        watch = thread;
        thread.start();
    }

    @Override
    public void stop() {
        Thread thread = watch;
        watch = null;
        LockSupport.unpark(thread);
    }

    @Override
    public boolean isRunning() {
        return watch != null;
    }
}
