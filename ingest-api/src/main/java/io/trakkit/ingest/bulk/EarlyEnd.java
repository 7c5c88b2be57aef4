package io.trakkit.ingest.bulk;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Why a bulk request ends before its body does. */
final class EarlyEnd {

    private final AtomicReference<@Nullable End> end = new AtomicReference<>();

    /** Why nothing more is read. */
    record End(int status, String detail) {}

    /** Makes it end; the first reason counts. */
    void end(int status, String detail) {
        end.compareAndSet(null, new End(status, detail));
    }

    Optional<End> end() {
        return Optional.ofNullable(end.get());
    }
}
