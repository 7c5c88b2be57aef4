package io.trakkit.access.limits;

import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to Redis, which lets all instances share the budgets. No request waits for Redis longer than a short
 * timeout. After {@value #MOST_FAILURES} failures in a row no request asks Redis. In the background {@link RedisRights} do so
 * every {@link #PAUSE}, until Redis answers and lets this app do all that the limits need.
 */
final class RedisLink implements AutoCloseable {

    /** On a busy machine of two processors, answers after 20 to 50 ms were no rarity. */
    static final Duration TIMEOUT = Duration.ofMillis(50);

    static final Duration PAUSE = Duration.ofSeconds(1);

    /** One late answer is no failure: on a busy machine this process or Redis can stop for longer than the timeout. */
    private static final int MOST_FAILURES = 3;

    private static final Duration KEPT_AFTER_REFILL = Duration.ofSeconds(10);
    private static final Logger log = LoggerFactory.getLogger(RedisLink.class);

    private final @Nullable Supplier<StatefulRedisConnection<String, byte[]>> connector;
    private final TimeMeter clock;
    private final Duration timeout;
    private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("client-limits").factory());

    private volatile @Nullable Connected connected;
    private volatile boolean available;
    private volatile boolean lossLogged;
    private volatile boolean closed;
    private volatile int failures;
    private long lastFailure;

    /**
     * What Redis offers to the limits.
     *
     * @param clock of the buckets
     * @param timeout the longest wait for an answer
     */
    record Connected(
            StatefulRedisConnection<String, byte[]> connection,
            ProxyManager<String> buckets,
            TimeMeter clock,
            Duration timeout) {

        RedisAsyncCommands<String, byte[]> commands() {
            return connection.async();
        }

        /**
         * Runs a script whose answer is a number, and waits for it.
         *
         * @param patience the longest wait
         * @throws IllegalStateException if there is none
         */
        long eval(Duration patience, String script, List<String> keys, byte[]... values) {
            RedisFuture<Long> answer =
                    commands().eval(script, ScriptOutputType.INTEGER, keys.toArray(String[]::new), values);
            try {
                return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting for Redis", e);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("No answer of Redis: " + e.getMessage(), e);
            }
        }
    }

    /**
     * @param connector opens the connection; null where there is no Redis
     * @param clock the same for all instances
     * @param timeout the longest wait for an answer
     */
    RedisLink(
            @Nullable Supplier<StatefulRedisConnection<String, byte[]>> connector, TimeMeter clock, Duration timeout) {
        this.connector = connector;
        this.clock = clock;
        this.timeout = timeout;
    }

    /** Never answers: each instance is alone. */
    static RedisLink none() {
        return new RedisLink(null, TimeMeter.SYSTEM_MILLISECONDS, TIMEOUT);
    }

    /** Connects in the background, as soon as Redis can be reached, and repeats the task while it is connected. */
    RedisLink start(Runnable task, Duration period) {
        Supplier<StatefulRedisConnection<String, byte[]>> there = connector;
        if (there != null) {
            var _ = background.scheduleWithFixedDelay(() -> reach(there), 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            var _ = background.scheduleWithFixedDelay(
                    task, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
        }
        return this;
    }

    private void reach(Supplier<StatefulRedisConnection<String, byte[]>> connector) {
        if (available) {
            return;
        }
        try {
            Connected there = connected;
            if (there == null) {
                there = connect(connector.get());
                connected = there;
            }
            RedisRights.check(there, MOST_FAILURES);
            succeeded();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private Connected connect(StatefulRedisConnection<String, byte[]> connection) {
        return new Connected(
                connection,
                Bucket4jLettuce.casBasedBuilder(connection)
                        .clientClock(clock)
                        .requestTimeout(timeout)
                        .expirationAfterWrite(
                                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT_AFTER_REFILL))
                        .build(),
                clock,
                timeout);
    }

    /** Whether this app has a Redis at all. */
    boolean isConfigured() {
        return connector != null;
    }

    /** Whether the budgets are shared with the other instances at present. */
    boolean isAvailable() {
        return available;
    }

    /** Asks Redis; empty if it does not answer, or is unavailable. */
    <T> Optional<T> ask(Function<Connected, T> question) {
        Connected there = connected;
        if (there == null || !available) {
            return Optional.empty();
        }
        try {
            Optional<T> answer = Optional.of(question.apply(there));
            succeeded();
            return answer;
        } catch (RuntimeException e) {
            failed(e);
            return Optional.empty();
        }
    }

    /** Tells Redis something that no one waits for; does nothing while it is unavailable. */
    void tell(Consumer<Connected> message) {
        Connected there = connected;
        if (there != null && available) {
            message.accept(there);
        }
    }

    private void succeeded() {
        if (failures > 0) {
            failures = 0;
        }
        if (!available) {
            available = true;
            lossLogged = false;
            log.info("The limits of clients hold over all instances: they are shared through Redis");
        }
    }

    private void failed(RuntimeException e) {
        if (available && !hasFailedOften()) {
            return;
        }
        available = false;
        if (!lossLogged && !closed) {
            lossLogged = true;
            String instead = "the limits of clients hold for each instance alone";
            RedisRights.refusal(e)
                    .ifPresentOrElse(
                            said -> log.warn(
                                    "The Redis user of this app lacks rights on {} (docs/operating/limits.md lists them);"
                                            + " until it has them, {}: {}",
                                    RedisRights.KEYS,
                                    instead,
                                    said),
                            () -> log.warn("Redis does not answer; until it does, {}: {}", instead, e.getMessage()));
        }
    }

    /** What fails within one timeout counts once: the requests of that time have one cause. */
    private synchronized boolean hasFailedOften() {
        long now = System.nanoTime();
        if (failures == 0 || now - lastFailure >= timeout.toNanos()) {
            failures++;
            lastFailure = now;
        }
        return failures >= MOST_FAILURES;
    }

    /** From now on there is no Redis for the requests that are still running. */
    @Override
    public void close() {
        closed = true;
        background.shutdownNow();
        Connected there = connected;
        connected = null;
        if (there != null) {
            there.connection().close();
        }
    }
}
