package io.trakkit.query.portfolio;

import io.swagger.v3.oas.annotations.media.Schema;
import io.trakkit.domain.portfolio.Portfolio;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A portfolio, as answered. */
@Schema(name = "Portfolio")
record PortfolioAnswer(
        @Schema(example = "1") long id,
        @Schema(example = "some-user-uuid") String userId,
        @Schema(example = "name-of-the-portfolio") String name,
        Instant createdAt,
        Instant updatedAt) {

    /** A part of a list, for the description of the API. */
    @Schema(name = "PortfolioPage")
    record Many(int count, @Nullable String next, @Nullable String previous, List<PortfolioAnswer> results) {}

    static PortfolioAnswer of(Portfolio portfolio) {
        return new PortfolioAnswer(
                portfolio.id().value(),
                portfolio.user().value(),
                portfolio.name().value(),
                portfolio.createdAt(),
                portfolio.updatedAt());
    }
}
