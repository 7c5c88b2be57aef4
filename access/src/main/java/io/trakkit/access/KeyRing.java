package io.trakkit.access;

import io.github.bucket4j.Bucket;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.trakkit.domain.access.ApiKeyId;
import io.trakkit.domain.access.ClientAccount;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.access.AccessChanges;
import io.trakkit.store.access.AccessChanges.Changes;
import io.trakkit.store.access.AccessChanges.Seen;
import io.trakkit.store.access.ApiKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * All clients and keys in memory: no request waits for the database. Changes are read every second, and at once for an
 * unknown key, which may be a new one; but only {@value #BURST} times, and then once a second: guessed keys, however many, make
 * an instance ask the database no more often.
 *
 * <p>While PostgreSQL is unavailable, keys that are known here stay valid for a time.
 */
public final class KeyRing implements AutoCloseable {

    private static final int BURST = 20;
    private static final Logger log = LoggerFactory.getLogger(KeyRing.class);

    private static final Duration NOTE_USES_EVERY = Duration.ofMinutes(1);

    private final AccessChanges changes;
    private final ApiKeys table;
    private final AccessSettings settings;
    private final LongSupplier nanoTime;
    private final Bucket forUnknown = Bucket.builder()
            .addLimit(limit -> limit.capacity(BURST).refillGreedy(1, Duration.ofSeconds(1)))
            .build();
    private final ScheduledExecutorService refresher = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("key-ring").factory());

    private final Map<ApiKeyId, Held> keys = new ConcurrentHashMap<>();
    private final Map<ClientId, ClientAccount> clients = new ConcurrentHashMap<>();
    private final Map<ApiKeyId, Instant> uses = new ConcurrentHashMap<>();
    private volatile Set<String> origins = Set.of();
    private @Nullable Seen seen;
    private volatile boolean isLoaded;
    private volatile boolean isDown;
    private volatile long lastRefresh;
    private final LongAdder lookups = new LongAdder();

    /** @param nanoTime as {@link System#nanoTime} */
    KeyRing(
            AccessChanges changes,
            ApiKeys table,
            AccessSettings settings,
            MeterRegistry meters,
            LongSupplier nanoTime) {
        this.changes = changes;
        this.table = table;
        this.settings = settings;
        this.nanoTime = nanoTime;
        meters.gauge("trakkit.access.keys", keys, Map::size);
        meters.more().counter("trakkit.access.lookups", Tags.empty(), lookups);
    }

    /** What is known of a key. */
    sealed interface Answer {}

    /**
     * @param caller someone who presents the key
     * @param client empty for a key of the platform
     */
    record Known(IssuedKey key, Caller caller, Optional<ClientAccount> client) implements Answer {}

    record Unknown() implements Answer {}

    /** The database cannot be asked, and nothing is known here, or for too long. */
    record Unavailable() implements Answer {}

    /** The caller is made once for all requests with the key. */
    private record Held(IssuedKey key, Caller caller) {}

    /** Starts to read changes, and to note once a minute when keys were used. */
    KeyRing refreshEvery(Duration period) {
        var _ = refresher.scheduleWithFixedDelay(
                this::noteUses, NOTE_USES_EVERY.toMillis(), NOTE_USES_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        var _ = refresher.scheduleWithFixedDelay(this::refresh, 0, period.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** The key of that id; asks the database only if it is unknown here. */
    Answer find(ApiKeyId id) {
        Held held = knownOrNew(keys, id);
        if (held == null) {
            return isLoaded && !isDown ? new Unknown() : new Unavailable();
        }
        return isOutOfDate()
                ? new Unavailable()
                : new Known(held.key(), held.caller(), held.key().client().map(clients::get));
    }

    /** The client of that id; asks the database only if it is unknown here. */
    public Optional<ClientAccount> client(ClientId id) {
        return Optional.ofNullable(knownOrNew(clients, id));
    }

    private <K, V> @Nullable V knownOrNew(Map<K, V> known, K id) {
        V value = known.get(id);
        if (value == null && !isDown && forUnknown.tryConsume(1)) {
            lookups.increment();
            refreshUnlessDown();
            value = known.get(id);
        }
        return value;
    }

    /** Of callers that come together while PostgreSQL goes away, one waits for it; the next try is the refresher's. */
    private synchronized void refreshUnlessDown() {
        if (!isDown) {
            refresh();
        }
    }

    /** How often an unknown key or client made the database be asked. */
    long lookups() {
        return lookups.sum();
    }

    /** All clients. */
    public Collection<ClientAccount> clients() {
        return clients.values();
    }

    /** The origins that any client allows. */
    Set<String> origins() {
        return origins;
    }

    /**
     * Whether nothing is known yet, or what is known is too old: PostgreSQL has been unavailable for longer than
     * {@code trakkit.access.outage}. Then nothing may be done for a client, which can have been suspended meanwhile.
     */
    public boolean isOutOfDate() {
        return !isLoaded
                || (isDown
                        && nanoTime.getAsLong() - lastRefresh
                                > settings.outage().toNanos());
    }

    /** Reads what has changed. Callers at the same time wait for each other. */
    synchronized void refresh() {
        try {
            Changes read = changes.since(seen);
            read.clients().forEach(client -> clients.put(client.id(), client));
            read.keys().forEach(key -> keys.put(key.id(), new Held(key, Caller.of(key))));
            if (read.all()) {
                clients.keySet()
                        .retainAll(
                                read.clients().stream().map(ClientAccount::id).toList());
                keys.keySet().retainAll(read.keys().stream().map(IssuedKey::id).toList());
            }
            if (read.all() || !read.clients().isEmpty()) {
                origins = clients.values().stream()
                        .flatMap(client -> client.origins().stream())
                        .collect(Collectors.toUnmodifiableSet());
            }
            seen = read.seen();
            lastRefresh = nanoTime.getAsLong();
            if (isDown || !isLoaded) {
                isLoaded = true;
                isDown = false;
                log.info("Read {} clients and {} API keys", clients.size(), keys.size());
            }
        } catch (DataAccessException | TransactionException e) {
            if (!isDown) {
                isDown = true;
                log(e);
            }
        }
    }

    private void log(RuntimeException failure) {
        // In open mode no request needs a key.
        Level level = settings.mode() == AccessSettings.Mode.KEYS ? Level.WARN : Level.DEBUG;
        log.atLevel(level)
                .log(
                        "Cannot read API keys, will retry; keys that are known here stay valid for {} s: {}",
                        settings.outage().toSeconds(),
                        NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
    }

    /** A valid request with the key. */
    void used(ApiKeyId id, Instant at) {
        uses.put(id, at);
    }

    /** Writes to the table when keys were used, and forgets sessions that have expired. */
    void noteUses() {
        Map<ApiKeyId, Instant> noted = Map.copyOf(uses);
        try {
            table.used(noted);
            noted.forEach(uses::remove);
        } catch (DataAccessException | TransactionException e) {
            log.debug("Cannot note when keys were used, will retry", e);
        }
        Instant now = Instant.now();
        keys.values().removeIf(held -> held.key().session() && held.key().isExpired(now));
    }

    @Override
    public void close() {
        refresher.shutdownNow();
        if (!isDown) {
            noteUses();
        }
    }
}
