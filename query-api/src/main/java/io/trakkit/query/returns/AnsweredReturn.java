package io.trakkit.query.returns;

import io.trakkit.domain.returns.PortfolioReturn;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a portfolio has returned, and how that is answered. */
record AnsweredReturn(PortfolioReturn portfolio, Returns answer) {

    /** @param asOf null for the present */
    static AnsweredReturn of(PortfolioReturn portfolio, @Nullable Instant asOf) {
        return new AnsweredReturn(portfolio, Returns.of(portfolio, asOf));
    }
}
