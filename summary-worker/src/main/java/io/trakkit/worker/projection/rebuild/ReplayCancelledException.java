package io.trakkit.worker.projection.rebuild;

import org.springframework.core.NestedRuntimeException;

/** The operator has cancelled the replay. */
public final class ReplayCancelledException extends NestedRuntimeException {

    private static final long serialVersionUID = 1L;

    public ReplayCancelledException() {
        super("The replay was cancelled");
    }
}
