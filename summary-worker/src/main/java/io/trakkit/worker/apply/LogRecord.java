package io.trakkit.worker.apply;

import io.trakkit.store.log.LogPosition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record of the log, not decoded yet.
 *
 * @param headers its headers as bytes, from which they can be restored unchanged
 * @param loggedAt the timestamp of the record
 */
public record LogRecord(
        LogPosition origin,
        String topic,
        byte @Nullable [] key,
        byte @Nullable [] value,
        byte[] headers,
        Instant loggedAt) {

    /** The size of key, value and headers. */
    long bytes() {
        return length(key) + length(value) + headers.length;
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
