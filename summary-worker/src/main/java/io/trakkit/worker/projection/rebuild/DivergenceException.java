package io.trakkit.worker.projection.rebuild;

import io.trakkit.store.deadletters.DeadLetter;
import org.springframework.core.NestedRuntimeException;

/** A record that the live read model has applied would be refused now, so the rebuild must not become live. */
public final class DivergenceException extends NestedRuntimeException {

    private static final long serialVersionUID = 1L;

    DivergenceException(DeadLetter refused) {
        super("The record at " + ReportText.place(refused.origin())
                + " counts in the live read model but would be refused now ("
                + refused.reason().wireName() + "): " + refused.detail());
    }
}
