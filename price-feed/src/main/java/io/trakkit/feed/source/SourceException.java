package io.trakkit.feed.source;

import org.jspecify.annotations.Nullable;

/** A source does not answer, or its answer is unusable. The message is for an operator. */
public final class SourceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SourceException(String message) {
        this(message, null);
    }

    public SourceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
