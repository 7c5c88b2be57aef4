package io.trakkit.ingest.portfolio;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.DomainReaders;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Reader;
import io.trakkit.wire.json.Readers;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The bodies of requests and answers about portfolios. */
final class PortfolioBodies {

    private static final String CURRENCY = "currency";
    private static final String ALLOW_SHORT = "allow_short";

    private static final Reader<Object> FIXED = _ -> {
        throw new InvalidValueException("can't be changed: it is fixed when a portfolio is created");
    };

    private PortfolioBodies() {}

    /** A portfolio in answers: the schema Portfolio of docs/openapi.yaml. */
    record Answer(
            long id,
            @JsonProperty("user_id") String userId,
            String name,
            @JsonProperty("created_at") Instant createdAt,
            @JsonProperty("updated_at") Instant updatedAt,
            String currency,
            @JsonProperty("allow_short") boolean allowShort) {

        static Answer of(Portfolio portfolio, CurrencyCode currency) {
            return new Answer(
                    portfolio.id().value(),
                    portfolio.user().value(),
                    portfolio.name().value(),
                    portfolio.createdAt(),
                    portfolio.updatedAt(),
                    currency.value(),
                    portfolio.allowShort());
        }
    }

    /** The answer to a recalculation: the schema Recalculation. */
    record RecalculationAnswer(@JsonProperty("portfolio_id") long portfolioId, int tickers) {}

    /** The body of a creation. */
    record NewPortfolio(UserId user, PortfolioName name, Optional<CurrencyCode> currency, boolean allowShort) {}

    static NewPortfolio readCreation(ObjectNode body) {
        Fields fields = Fields.of(body);
        UserId user = fields.required("user_id", DomainReaders.USER_ID);
        PortfolioName name = fields.required("name", DomainReaders.PORTFOLIO_NAME);
        CurrencyCode currency = fields.optional(CURRENCY, DomainReaders.CURRENCY);
        Boolean allowShort = fields.optional(ALLOW_SHORT, Readers.BOOLEAN);
        fields.noOthers();
        if (user == null || name == null || !fields.ok()) {
            throw ProblemException.invalid(fields.errors());
        }
        return new NewPortfolio(user, name, Optional.ofNullable(currency), allowShort != null && allowShort);
    }

    static PortfolioName readRename(ObjectNode body) {
        Fields fields = Fields.of(body);
        PortfolioName name = fields.required("name", DomainReaders.PORTFOLIO_NAME);
        fields.optional(CURRENCY, FIXED);
        fields.optional(ALLOW_SHORT, FIXED);
        fields.noOthers();
        if (name == null || !fields.ok()) {
            throw ProblemException.invalid(fields.errors());
        }
        return name;
    }
}
