package io.trakkit.store.read;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What was worked out lately, by what it was worked out from and from nothing else, so that it never grows old: at least
 * the last half of so many, at most all of them. They are kept in two halves; when the younger one is full, the older one
 * goes, with all that nobody has asked for since.
 */
public final class Recent<K, V> {

    private final int half;
    private final AtomicReference<Halves<K, V>> halves =
            new AtomicReference<>(new Halves<>(new ConcurrentHashMap<>(), Map.of()));

    /** @param most how many are kept */
    public Recent(int most) {
        half = most / 2;
    }

    private record Halves<K, V>(Map<K, V> young, Map<K, V> old) {}

    /** Null where it isn't known, or no more. */
    public @Nullable V find(K key) {
        Halves<K, V> now = halves.get();
        V value = now.young().get(key);
        if (value == null) {
            value = now.old().get(key);
            if (value != null) {
                keep(key, value);
            }
        }
        return value;
    }

    public void keep(K key, V value) {
        Halves<K, V> now = halves.get();
        now.young().put(key, value);
        if (now.young().size() >= half) {
            halves.compareAndSet(now, new Halves<>(new ConcurrentHashMap<>(), now.young()));
        }
    }
}
