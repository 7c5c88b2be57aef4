package io.trakkit.prices;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Ticker;
import io.trakkit.wire.event.QuoteCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.script.DefaultRedisScript;
import org.springframework.data.redis.core.script.RedisScript;

/**
 * The latest quotes in Redis, a string per ticker under {@code trakkit:price:TICKER}, as {@link QuoteCodec} writes
 * it. Others may write them too, so nothing is believed of what is read: a value of another type counts as none, one
 * that is no quote is counted and told as well.
 */
public final class QuoteStore {

    /** What the keys begin with; the ticker follows. */
    public static final String KEY_PREFIX = "trakkit:price:";

    private static final Logger LOG = LoggerFactory.getLogger(QuoteStore.class);
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    /** One script has Redis to itself; so many keys take it about a millisecond. */
    private static final int KEYS_AT_ONCE = 500;

    /** As many tickers as any market has; beyond them each is read anew, and the history alone stands in for it. */
    private static final int MOST_REMEMBERED = 100_000;

    private static final byte[] ABSENT = {};

    /**
     * Compare and set: what has changed since it was read stays, and is told by its number. In a full Redis an old price
     * makes room for the new one. Should that not be enough, it is gone at least: if it stayed, it would be read as the
     * latest, while the history knows better.
     */
    @SuppressWarnings("rawtypes") // The script's answer is a list of whatever Redis says.
    private static final RedisScript<List> REPLACE = new DefaultRedisScript<>("""
            local lost = {}
            local refused
            for i, key in ipairs(KEYS) do
                local current = ''
                if redis.call('TYPE', key).ok == 'string' then
                    current = redis.call('GET', key)
                end
                if current == ARGV[2 * i - 1] then
                    local answer = redis.pcall('SET', key, ARGV[2 * i])
                    if answer.err and current ~= '' then
                        redis.call('DEL', key)
                        answer = redis.pcall('SET', key, ARGV[2 * i])
                    end
                    if answer.err then
                        refused = answer
                    end
                else
                    lost[#lost + 1] = i
                end
            end
            return refused or lost
            """, List.class);

    private final RedisTemplate<String, byte[]> redis;
    private final RedisGate gate = new RedisGate(System::nanoTime);
    private final QuoteCodec codec = new QuoteCodec();
    private final Map<Ticker, Stored> lastRead = new ConcurrentHashMap<>();
    private final Counter unreadable;
    private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());

    /** @param redis keys are text, values and arguments bytes */
    QuoteStore(RedisTemplate<String, byte[]> redis, MeterRegistry meters) {
        this.redis = redis;
        this.unreadable = Counter.builder("trakkit.prices.unreadable")
                .description("Values under a price's key in Redis that were no quote when they were read")
                .register(meters);
    }

    /**
     * What lies under a ticker's key.
     *
     * @param bytes empty where there is nothing, or nothing that could be a quote
     * @param quote null where the bytes are none
     */
    public record Stored(byte[] bytes, @Nullable Quote quote) {

        /** Nothing. */
        public static final Stored NONE = new Stored(ABSENT, null);
    }

    /** Puts a quote where that lies which was read. */
    public record Replacement(Stored read, Quote quote) {}

    /**
     * What lies under the keys of the tickers, in one round trip; a ticker with nothing is left out.
     *
     * @throws RedisAwayException if Redis does not answer in time
     */
    public Map<Ticker, Stored> read(Collection<Ticker> tickers) {
        if (tickers.isEmpty()) {
            return Map.of();
        }
        List<Ticker> wanted = List.copyOf(tickers);
        List<String> keys = wanted.stream().map(QuoteStore::key).toList();
        List<byte[]> values = gate.pass(() -> redis.opsForValue().multiGet(keys));
        Map<Ticker, Stored> found = HashMap.newHashMap(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            byte @Nullable [] value = values.get(i);
            if (value != null) {
                found.put(wanted.get(i), stored(wanted.get(i), value));
            }
        }
        return found;
    }

    /** Most values are those of the last time: to compare their bytes takes a hundredth of what it takes to read them. */
    private Stored stored(Ticker ticker, byte[] value) {
        Stored before = lastRead.get(ticker);
        if (before != null && Arrays.equals(before.bytes(), value)) {
            return before;
        }
        Stored stored = new Stored(value, decoded(ticker, value));
        if (stored.quote() != null && (before != null || lastRead.size() < MOST_REMEMBERED)) {
            lastRead.put(ticker, stored);
        }
        return stored;
    }

    /** What Redis said when it last said something of the ticker. */
    @Nullable
    Quote lastRead(Ticker ticker) {
        Stored last = lastRead.get(ticker);
        return last == null ? null : last.quote();
    }

    private @Nullable Quote decoded(Ticker ticker, byte[] value) {
        try {
            return codec.decode(ticker, value);
        } catch (InvalidValueException e) {
            unreadable.increment();
            long now = System.nanoTime();
            long next = nextWarning.get();
            if (now - next >= 0 && nextWarning.compareAndSet(next, now + BETWEEN_WARNINGS.toNanos())) {
                LOG.warn("The value of {} in Redis is not a price and is ignored: {}", key(ticker), e.getMessage());
            }
            return null;
        }
    }

    /**
     * Replaces what was read.
     *
     * @return those that were not done, since something else lies there by now
     * @throws RedisAwayException if Redis does not answer in time, or has no room; some may have been replaced, and those
     *     for which there is no room are gone
     */
    public List<Replacement> replace(List<Replacement> replacements) {
        List<Replacement> lost = new ArrayList<>();
        for (int from = 0; from < replacements.size(); from += KEYS_AT_ONCE) {
            List<Replacement> part = replacements.subList(from, Math.min(from + KEYS_AT_ONCE, replacements.size()));
            List<String> keys = new ArrayList<>(part.size());
            List<byte[]> arguments = new ArrayList<>(2 * part.size());
            for (Replacement replacement : part) {
                keys.add(key(replacement.quote().ticker()));
                arguments.add(replacement.read().bytes());
                arguments.add(codec.encode(replacement.quote()));
            }
            List<?> numbers = gate.pass(() -> redis.execute(REPLACE, keys, arguments.toArray()));
            numbers.forEach(number -> lost.add(part.get(((Long) number).intValue() - 1)));
        }
        return lost;
    }

    /** Whether Redis answers; if so, the connection is there for those who come. */
    public boolean answers() {
        try {
            gate.pass(() -> redis.execute((RedisCallback<String>) RedisConnection::ping));
            return true;
        } catch (RedisAwayException _) {
            return false;
        }
    }

    static String key(Ticker ticker) {
        return KEY_PREFIX + ticker.value();
    }
}
