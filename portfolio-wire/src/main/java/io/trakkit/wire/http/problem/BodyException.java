package io.trakkit.wire.http.problem;

import java.io.IOException;

/** A request body that cannot be read, for a reason that the caller can fix. The message says which, for a person. */
public final class BodyException extends IOException {

    private static final long serialVersionUID = 1L;

    public BodyException(String message, Throwable cause) {
        super(message, cause);
    }
}
