package io.trakkit.prices;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Keeps callers from waiting for a Redis that is away: after a failure it is left alone for a while, and then one caller
 * at a time tries again. All others are told at once.
 */
final class RedisGate {

    static final Duration REST = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(RedisGate.class);

    private final LongSupplier nanoTime;
    private final AtomicBoolean trying = new AtomicBoolean();
    private final AtomicLong restUntil;
    private volatile boolean well;
    private volatile boolean toldAway;

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
            throw new RedisAwayException("Redis was away a moment ago");
        }
        try {
            return attempt(call);
        } finally {
            trying.set(false);
        }
    }

    private <T> T attempt(Supplier<T> call) {
        try {
            T answer = call.get();
            if (!well) {
                well = true;
                if (toldAway) {
                    toldAway = false;
                    LOG.info("Redis answers again");
                }
            }
            return answer;
        } catch (DataAccessException e) {
            restUntil.set(nanoTime.getAsLong() + REST.toNanos());
            well = false;
            if (!toldAway) {
                toldAway = true;
                LOG.warn(
                        "Redis is away, the last known prices stand in: {}",
                        e.getMostSpecificCause().toString());
            }
            throw new RedisAwayException("Redis is away", e);
        }
    }
}
