package io.trakkit.ingest.inbound;

import org.jspecify.annotations.Nullable;

/** A record cannot be processed now; it is read again later. */
final class InboundException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InboundException(String message) {
        this(message, null);
    }

    InboundException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
