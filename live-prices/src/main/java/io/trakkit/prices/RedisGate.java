package io.trakkit.prices;

import io.lettuce.core.RedisCommandExecutionException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Keeps callers from waiting for a Redis that is down: after a failure, one caller at a time tries again. All others
 * are told at once.
 */
final class RedisGate {

    static final Duration REST = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(RedisGate.class);

    private final LongSupplier nanoTime;
    private final AtomicBoolean trying = new AtomicBoolean();
    private final AtomicLong restUntil;
    private volatile boolean well;
    private volatile boolean toldAway;

    /** The first connection of a cold JVM may take longer than any later answer; the second attempt tells. */
    private volatile boolean starting = true;

    RedisGate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.restUntil = new AtomicLong(nanoTime.getAsLong());
    }

    /** @throws RedisAwayException at once if Redis was away a moment ago, or when it turns out to be */
    <T> T pass(Supplier<T> call) {
        if (well) {
            return attempt(call);
        }
        if (nanoTime.getAsLong() - restUntil.get() < 0 || !trying.compareAndSet(false, true)) {
            throw new RedisAwayException("Redis did not answer a moment ago");
        }
        try {
            T answer = attempt(call);
            open();
            return answer;
        } finally {
            trying.set(false);
        }
    }

    /** Only the one who tried says so: a call that set out before the failure may still come back well. */
    private void open() {
        well = true;
        starting = false;
        if (toldAway) {
            toldAway = false;
            LOG.info("Redis is available again");
        }
    }

    private <T> T attempt(Supplier<T> call) {
        try {
            return call.get();
        } catch (DataAccessException e) {
            if (e.getMostSpecificCause() instanceof RedisCommandExecutionException refusal) {
                // It is there, and soon with its answer: others may go on, reading from a server that is full, say.
                throw new RedisAwayException("Redis refused the command: " + refusal.getMessage(), e);
            }
            restUntil.set(nanoTime.getAsLong() + REST.toNanos());
            well = false;
            if (starting) {
                starting = false;
            } else if (!toldAway) {
                toldAway = true;
                LOG.warn(
                        "Redis is unavailable; the last known prices are used instead: {}",
                        e.getMostSpecificCause().toString());
            }
            throw new RedisAwayException("Redis is unavailable", e);
        }
    }
}
