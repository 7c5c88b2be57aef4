package io.trakkit.ingest.portfolio;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.DomainReaders;
import io.trakkit.wire.json.Fields;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** The bodies of requests and answers about portfolios. */
final class PortfolioBodies {

    private PortfolioBodies() {}

    /** A portfolio in answers: the schema Portfolio of docs/openapi.yaml. */
    record Answer(
            long id,
            @JsonProperty("user_id") String userId,
            String name,
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

    /** The answer to a recalculation: the schema Recalculation. */
    record RecalculationAnswer(@JsonProperty("portfolio_id") long portfolioId, int tickers) {}

    /** The body of a creation. */
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
