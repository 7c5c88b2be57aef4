package io.trakkit.worker.apply;

import io.trakkit.store.log.LogPosition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record as it stands in the log, not looked at yet.
 *
 * @param headers its headers, in a form that gives them back byte by byte
 * @param loggedAt the record's own time
 */
public record LogRecord(
        LogPosition origin,
        String topic,
        byte @Nullable [] key,
        byte @Nullable [] value,
        byte[] headers,
        Instant loggedAt) {

    /** How large its key, value and headers are together. */
    long bytes() {
        return length(key) + length(value) + headers.length;
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
