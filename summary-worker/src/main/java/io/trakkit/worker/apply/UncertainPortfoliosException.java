package io.trakkit.worker.apply;

import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedRuntimeException;

/** The table of portfolios may be behind the log, so no trade may be refused for an unknown portfolio now. */
public final class UncertainPortfoliosException extends NestedRuntimeException {

    private static final long serialVersionUID = 1L;

    public UncertainPortfoliosException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
