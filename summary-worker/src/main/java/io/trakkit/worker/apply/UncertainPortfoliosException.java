package io.trakkit.worker.apply;

import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedRuntimeException;

/** Whether a portfolio exists cannot be told now: the table is behind the log. No trade may be refused for that. */
public final class UncertainPortfoliosException extends NestedRuntimeException {

    private static final long serialVersionUID = 1L;

    public UncertainPortfoliosException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
