package io.trakkit.query.returns;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads once for all callers that ask for the same before the read begins: what each gets is no older than its call. One read of a
 * key runs at a time; those who come meanwhile share the next one.
 */
final class SharedReads<K, V> {

    private final ConcurrentMap<K, Read<V>> newest = new ConcurrentHashMap<>();

    private static final class Read<V> {

        private final CompletableFuture<V> value = new CompletableFuture<>();
        private @Nullable Read<V> former;
        private volatile boolean begun;

        void run(Supplier<V> source) {
            if (former != null) {
                former.awaitEnd();
                former = null;
            }
            begun = true;
            try {
                value.complete(source.get());
            } catch (RuntimeException | Error e) {
                value.completeExceptionally(e);
            }
        }

        private void awaitEnd() {
            value.handle((_, _) -> true).join();
        }

        V result() {
            try {
                return value.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw e;
            }
        }
    }

    /** The value of a key. If the read fails, each caller that shares it gets the exception. */
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
            own.run(source);
            newest.remove(key, own);
        }
        return shared.result();
    }

    /** How many keys are being read. */
    int running() {
        return newest.size();
    }
}
