package io.trakkit.query.returns;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads once for all callers that ask for the same before the read begins: what each gets is no older than its call. Callers that
 * arrive during a read share the next one, which begins when that one ends, or when the patience is over: one read that hangs
 * must not stop all others.
 */
final class SharedReads<K, V> {

    private final Duration patience;
    private final ConcurrentMap<K, Read<V>> newest = new ConcurrentHashMap<>();

    /** @param patience how long a read waits for the one before it */
    SharedReads(Duration patience) {
        this.patience = patience;
    }

    private static final class Read<V> {

        private final CompletableFuture<V> value = new CompletableFuture<>();
        private @Nullable Read<V> former;
        private volatile boolean begun;

        void run(Supplier<V> source, Duration patience) {
            try {
                if (former != null) {
                    former.awaitEnd(patience);
                    former = null;
                }
                begun = true;
                value.complete(source.get());
            } catch (Throwable e) {
                value.completeExceptionally(e);
            }
        }

        private void awaitEnd(Duration patience) {
            value.handle((_, _) -> true)
                    .completeOnTimeout(true, patience.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }

        V result() {
            try {
                return value.join();
            } catch (CompletionException e) {
                switch (e.getCause()) {
                    case RuntimeException failure -> throw failure;
                    case Error error -> throw error;
                    case null, default -> throw e;
                }
            }
        }
    }

    /**
     * The value of a key. If the read fails, each caller that shares it gets its exception, with the stack trace of the caller that
     * read.
     */
    V get(K key, Supplier<V> source) {
        Read<V> own = new Read<>();
        Read<V> shared = newest.compute(key, (_, read) -> {
            if (read != null && !read.begun) {
                return read;
            }
            own.former = read;
            return own;
        });
        if (shared == own) {
            own.run(source, patience);
            newest.remove(key, own);
        }
        return shared.result();
    }

    /** How many keys are being read. */
    int running() {
        return newest.size();
    }
}
