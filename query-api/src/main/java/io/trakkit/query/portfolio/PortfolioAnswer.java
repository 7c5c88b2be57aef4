package io.trakkit.query.portfolio;

import io.trakkit.domain.portfolio.Portfolio;
import java.time.Instant;

/** A portfolio in answers: the schema Portfolio of docs/openapi.yaml. */
record PortfolioAnswer(
        long id,
        String userId,
        String name,
        Instant createdAt,
        Instant updatedAt,
        String currency,
        boolean allowShort) {

    static PortfolioAnswer of(Portfolio portfolio) {
        return new PortfolioAnswer(
                portfolio.id().value(),
                portfolio.user().value(),
                portfolio.name().value(),
                portfolio.createdAt(),
                portfolio.updatedAt(),
                portfolio.currency().orElseThrow().value(),
                portfolio.allowShort());
    }
}
