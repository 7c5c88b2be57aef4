package io.trakkit.ingest.publish;

import io.trakkit.wire.event.Topics;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/**
 * Whether the log's topics are as they must be. Missing ones are created; one with another number of partitions than
 * configured is an error that an operator must solve, since publishing into it would break the order of the keys. Until
 * the topics are known to be right nothing is published, so that no broker creates them by itself, wrongly.
 *
 * <p>Looked at from the start on, in the background, and again from time to time: somebody may add partitions.
 */
final class TopicGuard implements HealthIndicator, SmartLifecycle {

    private static final Duration WHILE_UNKNOWN = Duration.ofMillis(500);
    private static final Duration WHILE_KNOWN = Duration.ofSeconds(30);
    private static final Logger log = LoggerFactory.getLogger(TopicGuard.class);

    private final LogAdmin admin;
    private final PublishSettings settings;
    private volatile State state = new State.Unknown("Kafka has not answered yet");
    private volatile @Nullable Thread watch;

    TopicGuard(LogAdmin admin, PublishSettings settings) {
        this.admin = admin;
        this.settings = settings;
    }

    /** What is known of the topics. */
    sealed interface State {

        /** Nothing yet. */
        record Unknown(String why) implements State {}

        /** As they must be; publishing is allowed. */
        record Right(UUID tradesId) implements State {}

        /** Not to be published into. */
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
            // A cluster that does not answer for a while says nothing new about its topics.
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
        try {
            admin.describe(Topics.PORTFOLIOS);
            return judged(admin.describe(Topics.TRADES));
        } catch (LogUnavailableException e) {
            return e.getCause() instanceof UnknownTopicOrPartitionException ? created() : unknown(e);
        }
    }

    private State judged(TopicDescription trades) {
        int partitions = trades.partitions().size();
        return partitions == settings.partitions()
                ? new State.Right(LogAdmin.id(trades))
                : new State.Wrong(Topics.TRADES + " has " + partitions + " partitions where " + settings.partitions()
                        + " are configured. The number must never change: keys would move to other partitions and"
                        + " lose their order.");
    }

    /** Whether they are right is seen when they are looked at again. */
    private State created() {
        try {
            admin.createMissing(settings);
            return new State.Unknown("The topics have just been created");
        } catch (LogUnavailableException e) {
            return unknown(e);
        }
    }

    private static State unknown(LogUnavailableException failure) {
        return new State.Unknown(String.valueOf(failure.getMessage()));
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
