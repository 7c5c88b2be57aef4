package io.trakkit.ingest.publish;

import org.jspecify.annotations.Nullable;

/** Kafka did not answer, or answered with an error. */
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

    /** Whether something was on its way when it failed, and may have been written all the same. */
    public boolean mayBeWritten() {
        return handedOver;
    }
}
