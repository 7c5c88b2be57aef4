package io.trakkit.access.limits;

import io.lettuce.core.RedisCommandExecutionException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the user of this app must be allowed to do in Redis. Without a check, a missing right would show with the first request
 * that needs it, and the metric would claim until then that the limits are shared.
 */
final class RedisRights {

    /** The keys of all limits. */
    static final String KEYS = "trakkit:limit:*";

    /** Those of no client: their names have one part less. */
    private static final List<String> CHECKED = List.of("trakkit:limit:rights", "trakkit:limit:rights-of-sets");

    /** Each command of {@link TokenBudget}, which are those of Bucket4j, and of {@link PermitBudget}. */
    private static final String USE = """
            redis.call('TIME')
            redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', 1000)
            redis.call('GET', KEYS[1])
            redis.call('PSETEX', KEYS[1], 1000, ARGV[1])
            redis.call('ZADD', KEYS[2], 1, ARGV[1])
            redis.call('ZCARD', KEYS[2])
            redis.call('PEXPIRE', KEYS[2], 1000)
            redis.call('ZREM', KEYS[2], ARGV[1])
            redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', 1)
            return 1
            """;

    /** What Redis says of a command, and of one in a script before version 7.2 and from it on. */
    private static final List<String> REFUSALS =
            List.of("NOPERM", "The user executing the script can't", "ACL failure in script");

    private RedisRights() {}

    /**
     * Uses every right once.
     *
     * @param attempts the first answers of a connection may be late
     * @throws RuntimeException if Redis refuses one or does not answer in time
     */
    static void check(RedisLink.Connected there, int attempts) {
        Duration patience = there.timeout().compareTo(RedisLink.TIMEOUT) < 0 ? RedisLink.TIMEOUT : there.timeout();
        byte[] value = "1".getBytes(StandardCharsets.US_ASCII);
        for (int attempt = 1; ; attempt++) {
            try {
                there.eval(patience, USE, CHECKED, value);
                return;
            } catch (IllegalStateException e) {
                if (attempt == attempts) {
                    throw e;
                }
            }
        }
    }

    /** What Redis said, if the failure is that it refused something to the user. */
    static Optional<String> refusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String said = cause.getMessage();
            if (cause instanceof RedisCommandExecutionException
                    && said != null
                    && REFUSALS.stream().anyMatch(said::contains)) {
                return Optional.of(said);
            }
        }
        return Optional.empty();
    }
}
