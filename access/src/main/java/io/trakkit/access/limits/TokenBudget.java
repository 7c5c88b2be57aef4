package io.trakkit.access.limits;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.proxy.optimization.DelayParameters;
import io.github.bucket4j.distributed.proxy.optimization.NopeOptimizationListener;
import io.github.bucket4j.distributed.proxy.optimization.delay.DelayOptimization;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One token bucket of a client. The bucket of this instance has the whole limit and decides first: what it refuses needs no
 * Redis, and while Redis is unavailable it decides alone. What it grants is taken from the bucket in Redis too, which all
 * instances share, in lots: up to a lot, or up to a second, is spent here before Redis hears of it. So all instances together
 * may exceed the burst by one lot each.
 */
final class TokenBudget {

    /** A lot is this part of the capacity. */
    private static final int LOTS = 20;

    private static final Duration LONGEST_UNSYNCHRONIZED = Duration.ofSeconds(1);

    private final RedisLink redis;
    private final String key;
    private final BucketConfiguration configuration;
    private final long lot;
    private final Bucket local;
    private @Nullable Bucket shared;

    /**
     * @param name the client and what is limited
     * @param capacity how many tokens may be taken at once
     * @param perSecond how many tokens are added each second
     */
    TokenBudget(RedisLink redis, TimeMeter clock, String name, long capacity, long perSecond) {
        this.redis = redis;
        // A changed limit is another bucket: all instances change to it, in any order.
        key = "trakkit:limit:" + name + ':' + capacity + ':' + perSecond;
        Bandwidth bandwidth = Bandwidth.builder()
                .capacity(capacity)
                .refillGreedy(perSecond, Duration.ofSeconds(1))
                .build();
        configuration = BucketConfiguration.builder().addLimit(bandwidth).build();
        lot = lotOf(capacity);
        local = Bucket.builder()
                .addLimit(bandwidth)
                .withCustomTimePrecision(clock)
                .build();
    }

    static long lotOf(long capacity) {
        return Math.max(1, capacity / LOTS);
    }

    /** Takes that number of tokens, or none. */
    ConsumptionProbe take(long tokens) {
        ConsumptionProbe here = local.tryConsumeAndReturnRemaining(tokens);
        if (!here.isConsumed()) {
            return here;
        }
        ConsumptionProbe there = redis.ask(connected -> shared(connected).tryConsumeAndReturnRemaining(tokens))
                .orElse(here);
        if (!there.isConsumed()) {
            local.addTokens(tokens);
        }
        return there;
    }

    private synchronized Bucket shared(RedisLink.Connected connected) {
        if (shared == null) {
            var lots = new DelayOptimization(
                    new DelayParameters(lot, LONGEST_UNSYNCHRONIZED),
                    NopeOptimizationListener.INSTANCE,
                    connected.clock());
            shared = connected.buckets().builder().withOptimization(lots).build(key, () -> configuration);
        }
        return shared;
    }
}
