package io.trakkit.ingest.publish;

import org.jspecify.annotations.Nullable;

/** Kafka does not answer, or refuses. */
public final class LogUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean handedOver;

    LogUnavailableException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    LogUnavailableException(String message, @Nullable Throwable cause, boolean handedOver) {
        super(message, cause);
        this.handedOver = handedOver;
    }

    /** Whether a record had been sent and may have been written nevertheless. */
    public boolean mayBeWritten() {
        return handedOver;
    }
}
