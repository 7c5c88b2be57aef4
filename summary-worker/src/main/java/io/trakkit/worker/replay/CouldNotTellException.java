package io.trakkit.worker.replay;

import org.springframework.core.NestedRuntimeException;

/** A replay ends without an answer; the message says why to the operator. */
final class CouldNotTellException extends NestedRuntimeException {

    private static final long serialVersionUID = 1L;

    CouldNotTellException(String why) {
        super(why);
    }

    CouldNotTellException(String why, Throwable cause) {
        super(why, cause);
    }
}
