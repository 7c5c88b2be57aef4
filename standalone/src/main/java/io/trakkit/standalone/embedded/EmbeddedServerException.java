package io.trakkit.standalone.embedded;

import org.jspecify.annotations.Nullable;

/** An embedded server could not start or stop. The message is written for the person at the terminal. */
public class EmbeddedServerException extends RuntimeException {

    EmbeddedServerException(String message) {
        this(message, null);
    }

    EmbeddedServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
