package io.trakkit.ingest.portfolio;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.DomainReaders;
import io.trakkit.wire.json.Fields;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** The bodies of requests and answers about portfolios, as they stand on the wire. */
final class PortfolioBodies {

    private PortfolioBodies() {}

    /** What a caller sends to create a portfolio. */
    @Schema(name = "NewPortfolio")
    record Creation(
            @Schema(
                    example = "some-user-uuid",
                    minLength = 1,
                    maxLength = 255,
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @JsonProperty("user_id")
            String userId,

            @Schema(
                    example = "name-of-the-portfolio",
                    minLength = 1,
                    maxLength = 255,
                    requiredMode = Schema.RequiredMode.REQUIRED)
            String name) {}

    /** What a caller sends to rename one. */
    @Schema(name = "PortfolioRename")
    record Rename(
            @Schema(
                    example = "another-name",
                    minLength = 1,
                    maxLength = 255,
                    requiredMode = Schema.RequiredMode.REQUIRED)
            String name) {}

    /** A portfolio as it is answered. */
    @Schema(name = "Portfolio")
    record Answer(
            @Schema(example = "1") long id,

            @Schema(example = "some-user-uuid") @JsonProperty("user_id")
            String userId,

            @Schema(example = "name-of-the-portfolio") String name,
            @JsonProperty("created_at") Instant createdAt,
            @JsonProperty("updated_at") Instant updatedAt) {

        static Answer of(Portfolio portfolio) {
            return new Answer(
                    portfolio.id().value(),
                    portfolio.user().value(),
                    portfolio.name().value(),
                    portfolio.createdAt(),
                    portfolio.updatedAt());
        }
    }

    /** What comes of asking for a recalculation. */
    @Schema(name = "Recalculation")
    record RecalculationAnswer(
            @Schema(example = "1") @JsonProperty("portfolio_id")
            long portfolioId,

            @Schema(example = "2", description = "how many tickers are recalculated, an event for each")
            int tickers) {}

    /** What a creation asks for. */
    record NewPortfolio(UserId user, PortfolioName name) {}

    static NewPortfolio readCreation(ObjectNode body) {
        Fields fields = Fields.of(body);
        UserId user = fields.required("user_id", DomainReaders.USER_ID);
        PortfolioName name = fields.required("name", DomainReaders.PORTFOLIO_NAME);
        fields.noOthers();
        if (user == null || name == null || !fields.ok()) {
            throw ProblemException.invalid(fields.errors());
        }
        return new NewPortfolio(user, name);
    }

    static PortfolioName readRename(ObjectNode body) {
        Fields fields = Fields.of(body);
        PortfolioName name = fields.required("name", DomainReaders.PORTFOLIO_NAME);
        fields.noOthers();
        if (name == null || !fields.ok()) {
            throw ProblemException.invalid(fields.errors());
        }
        return name;
    }
}
