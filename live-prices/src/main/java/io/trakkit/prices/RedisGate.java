package io.trakkit.prices;

import io.lettuce.core.RedisCommandExecutionException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Keeps callers from waiting for an unavailable Redis. After a failure there is a pause; then one caller at a time
 * tries again, and all others fail at once.
 */
final class RedisGate {

    static final Duration REST = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(RedisGate.class);

    /**
     * Threads of the operating system. A trial on a virtual thread took up to two minutes while other virtual threads kept every
     * processor busy with PostgreSQL; we suppose that the scheduler of virtual threads let it wait.
     */
    private static final ExecutorService TRIALS = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().name("redis-trial").daemon().factory());

    private final LongSupplier nanoTime;
    private final AtomicBoolean trying = new AtomicBoolean();
    private final AtomicLong restUntil;
    private volatile boolean well;
    private volatile boolean loggedAway;

    /**
     * The first connection of a cold JVM can take longer than any later answer; only the second attempt is significant.
     */
    private volatile boolean starting = true;

    RedisGate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.restUntil = new AtomicLong(nanoTime.getAsLong());
    }

    /** @throws RedisAwayException at once during the pause, or when Redis fails */
    <T> T pass(Supplier<T> call) {
        if (well) {
            return attempt(call);
        }
        if (nanoTime.getAsLong() - restUntil.get() < 0 || !trying.compareAndSet(false, true)) {
            throw new RedisAwayException("Redis did not answer a moment ago");
        }
        return answered(TRIALS.submit(() -> {
            try {
                T answer = attempt(call);
                open();
                return answer;
            } finally {
                trying.set(false);
            }
        }));
    }

    private static <T> T answered(Future<T> trial) {
        try {
            return trial.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisAwayException("Interrupted while Redis was asked", e);
        }
    }

    /** Only the caller that tried reopens the gate: a call sent before the failure can still succeed. */
    private void open() {
        well = true;
        starting = false;
        if (loggedAway) {
            loggedAway = false;
            LOG.info("Redis is available again");
        }
    }

    private <T> T attempt(Supplier<T> call) {
        try {
            return call.get();
        } catch (DataAccessException e) {
            if (e.getMostSpecificCause() instanceof RedisCommandExecutionException refusal) {
                // Redis answers quickly, although it refuses, for example writes because it is full: the gate opens.
                throw new RedisAwayException("Redis refused the command: " + refusal.getMessage(), e);
            }
            restUntil.set(nanoTime.getAsLong() + REST.toNanos());
            well = false;
            if (starting) {
                starting = false;
            } else if (!loggedAway) {
                loggedAway = true;
                LOG.warn(
                        "Redis is unavailable; the last known prices are used instead: {}",
                        e.getMostSpecificCause().toString());
            }
            throw new RedisAwayException("Redis is unavailable", e);
        }
    }
}
