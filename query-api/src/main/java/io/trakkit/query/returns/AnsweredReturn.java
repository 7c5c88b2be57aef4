package io.trakkit.query.returns;

import io.trakkit.domain.returns.Cash;
import io.trakkit.domain.returns.PortfolioReturn;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.wire.http.EntityTag;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A return with its JSON and entity tag.
 *
 * @param cash empty while it is not tracked
 * @param tag computed once for as long as the answer is remembered
 */
record AnsweredReturn(PortfolioReturn portfolio, Optional<Cash.Valued> cash, Returns answer, EntityTag tag) {

    /**
     * The answer about a portfolio.
     *
     * @param cash empty while it is not tracked
     * @param asOf null for the present
     */
    static AnsweredReturn of(
            PortfolioReturn portfolio, Optional<Cash.Valued> cash, CurrencyCode currency, @Nullable Instant asOf) {
        Returns answer = Returns.of(portfolio, cash, currency, asOf);
        return new AnsweredReturn(portfolio, cash, answer, answer.tag());
    }
}
