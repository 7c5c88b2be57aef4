package io.trakkit.worker.projection.rebuild;

import org.springframework.core.NestedRuntimeException;

/** A replay ends without an answer; the message says why to the operator. */
public final class InconclusiveReplayException extends NestedRuntimeException {

    private static final long serialVersionUID = 1L;

    public InconclusiveReplayException(String why) {
        super(why);
    }

    public InconclusiveReplayException(String why, Throwable cause) {
        super(why, cause);
    }
}
