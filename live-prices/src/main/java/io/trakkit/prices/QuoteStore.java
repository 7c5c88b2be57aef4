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
 * The latest quotes in Redis: a string for each ticker under {@code trakkit:price:TICKER}, as {@link QuoteCodec} writes
 * it. Other programs may write them too, so every value is checked: a value of another type counts as missing; an
 * invalid quote is also counted and logged.
 */
public final class QuoteStore {

    /** The prefix of the keys; the ticker follows. */
    public static final String KEY_PREFIX = "trakkit:price:";

    private static final Logger LOG = LoggerFactory.getLogger(QuoteStore.class);
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    /** The most keys of one script, which blocks Redis for about a millisecond. */
    private static final int KEYS_AT_ONCE = 500;

    /**
     * The most remembered tickers, more than a market has. Other tickers are decoded on every read, and only the
     * history replaces them while Redis is unavailable.
     */
    private static final int MOST_REMEMBERED = 100_000;

    private static final byte[] ABSENT = {};

    /**
     * Compare and set: a value changed since it was read stays, and the script returns its number. In a full Redis the
     * old price makes room for the new one. If that is not enough, the key stays deleted: an old price would be read as
     * the latest although the history has a newer one.
     */
    @SuppressWarnings("rawtypes") // The script answers with a list of values of any type.
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
     * The value of a ticker's key.
     *
     * @param bytes empty if the key is missing or has another type
     * @param quote null if the bytes are not a valid quote
     */
    public record Stored(byte[] bytes, @Nullable Quote quote) {

        /** A missing key. */
        public static final Stored NONE = new Stored(ABSENT, null);
    }

    /** Replaces a value that was read with a quote. */
    public record Replacement(Stored read, Quote quote) {}

    /**
     * Reads the values of the tickers in one round trip. Tickers without a value are left out.
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

    /**
     * Most values are unchanged since the last read: comparing bytes takes a hundredth of the time of decoding them.
     */
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

    /** The last quote of the ticker that was read from Redis. */
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
     * Replaces values that were read.
     *
     * @return the replacements that were not made because the value has changed
     * @throws RedisAwayException if Redis does not answer in time or is full. Some values may be replaced, and values
     *     without room are deleted
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

    /** Whether Redis answers. If so, the connection is open for later requests. */
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
