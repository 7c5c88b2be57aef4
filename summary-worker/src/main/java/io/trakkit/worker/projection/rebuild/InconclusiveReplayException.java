package io.trakkit.worker.projection.rebuild;

import org.springframework.core.NestedRuntimeException;

/** A replay ends without a result; the message tells the operator why. */
public final class InconclusiveReplayException extends NestedRuntimeException {

    private static final long serialVersionUID = 1L;

    public InconclusiveReplayException(String why) {
        super(why);
    }

    public InconclusiveReplayException(String why, Throwable cause) {
        super(why, cause);
    }
}
