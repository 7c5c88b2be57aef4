package io.trakkit.access.limits;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How much of one kind a client may have at once. Each permit is a member of a sorted set in Redis with the time at which it
 * lapses, in case its instance ends without giving it back; the instance renews what it holds. While Redis is unavailable,
 * the permits of this instance count alone.
 */
final class PermitBudget {

    static final Duration RENEWED_EVERY = Duration.ofSeconds(10);

    private static final Duration LAPSES_AFTER = RENEWED_EVERY.multipliedBy(3);

    /** By the clock of Redis, which is the same for all instances. */
    private static final String NOW = """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            """;

    private static final String TAKE = NOW + """
            redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
            if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
            redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[3])
            redis.call('PEXPIRE', KEYS[1], ARGV[2])
            return 1
            """;

    private static final String RENEW = NOW + """
            for i = 2, #ARGV do redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[i]) end
            redis.call('PEXPIRE', KEYS[1], ARGV[1])
            return 1
            """;

    private final RedisLink redis;
    private final String key;
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    /** @param name the client and what is limited */
    PermitBudget(RedisLink redis, String name) {
        this.redis = redis;
        key = "trakkit:limit:" + name;
    }

    /** A permit; empty if the client has that number already. */
    Optional<Permit> take(int limit) {
        String permit = UUID.randomUUID().toString();
        synchronized (held) {
            if (held.size() >= limit) {
                return Optional.empty();
            }
            held.add(permit);
        }
        boolean granted =
                redis.ask(connected -> eval(connected, TAKE, Integer.toString(limit), millis(LAPSES_AFTER), permit))
                                .orElse(1L)
                        == 1;
        if (!granted) {
            held.remove(permit);
            return Optional.empty();
        }
        return Optional.of(() -> giveBack(permit));
    }

    private void giveBack(String permit) {
        if (held.remove(permit)) {
            // A permit that Redis does not hear of lapses.
            redis.tell(connected -> {
                var _ = connected.commands().zrem(key, bytes(permit));
            });
        }
    }

    /** Tells Redis of the permits that are held here, also of those that were given while it was unavailable. */
    void renew() {
        String[] permits = held.toArray(String[]::new);
        if (permits.length > 0) {
            String[] arguments = new String[permits.length + 1];
            arguments[0] = millis(LAPSES_AFTER);
            System.arraycopy(permits, 0, arguments, 1, permits.length);
            var _ = redis.ask(connected -> eval(connected, RENEW, arguments));
        }
    }

    private long eval(RedisLink.Connected connected, String script, String... arguments) {
        byte[][] values = new byte[arguments.length][];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes(arguments[i]);
        }
        return connected.eval(connected.timeout(), script, List.of(key), values);
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
