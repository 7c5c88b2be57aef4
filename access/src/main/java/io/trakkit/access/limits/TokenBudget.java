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
 *
 * <p>What the shared bucket refuses is refused here without Redis until the bucket can have tokens again. A flood therefore asks
 * Redis no more often than once per {@link #SHORTEST_REFUSAL}, and no client makes it slow for others.
 */
final class TokenBudget {

    /** A lot is this part of the capacity. */
    private static final int LOTS = 20;

    private static final Duration LONGEST_UNSYNCHRONIZED = Duration.ofSeconds(1);

    /** Tokens that are added meanwhile are granted later: the bucket keeps them. */
    static final Duration SHORTEST_REFUSAL = Duration.ofMillis(10);

    private final RedisLink redis;
    private final TimeMeter clock;
    private final String key;
    private final BucketConfiguration configuration;
    private final long lot;
    private final Bucket local;
    private @Nullable Bucket shared;
    private volatile @Nullable Refusal refusal;

    /** The answer of the shared bucket, and until when it holds by the clock of this instance. */
    private record Refusal(ConsumptionProbe probe, long until) {}

    /**
     * @param name the client and what is limited
     * @param capacity how many tokens may be taken at once
     * @param perSecond how many tokens are added each second
     */
    TokenBudget(RedisLink redis, TimeMeter clock, String name, long capacity, long perSecond) {
        this.redis = redis;
        this.clock = clock;
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

    /** Takes that number of tokens, or none. The number is the same in all calls. */
    ConsumptionProbe take(long tokens) {
        Refusal last = refusal;
        if (last != null && clock.currentTimeNanos() - last.until() < 0) {
            return last.probe();
        }
        ConsumptionProbe here = local.tryConsumeAndReturnRemaining(tokens);
        if (!here.isConsumed()) {
            return here;
        }
        ConsumptionProbe there = redis.ask(connected -> shared(connected).tryConsumeAndReturnRemaining(tokens))
                .orElse(here);
        if (!there.isConsumed()) {
            local.addTokens(tokens);
            long wait = Math.max(SHORTEST_REFUSAL.toNanos(), there.getNanosToWaitForRefill());
            refusal = new Refusal(there, clock.currentTimeNanos() + wait);
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
