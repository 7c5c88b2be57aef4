package io.trakkit.ingest.bulk;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** How a request is getting on: when something last moved, and why it is to end before its body does. */
final class Progress {

    private final AtomicReference<@Nullable End> end = new AtomicReference<>();
    private volatile long movedAt = System.nanoTime();

    /** Why nothing more is read. */
    record End(int status, String detail) {}

    /** Something came in or went out. */
    void moved() {
        movedAt = System.nanoTime();
    }

    long nanosSinceMoved() {
        return System.nanoTime() - movedAt;
    }

    /** Makes it end; the first reason counts. */
    void end(int status, String detail) {
        end.compareAndSet(null, new End(status, detail));
    }

    Optional<End> end() {
        return Optional.ofNullable(end.get());
    }
}
