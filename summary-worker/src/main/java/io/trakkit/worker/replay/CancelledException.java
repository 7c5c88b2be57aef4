package io.trakkit.worker.replay;

import org.springframework.core.NestedRuntimeException;

/** The operator wants no more of it. */
final class CancelledException extends NestedRuntimeException {

    private static final long serialVersionUID = 1L;

    CancelledException() {
        super("The replay was cancelled");
    }
}
