package io.trakkit.wire.bulk;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.wire.http.QueryParameters;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.trade.TradeFields;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Query parameters of a bulk request that apply to all its records.
 *
 * @param portfolio the portfolio of records that name none
 * @param user the user of records that name none
 * @param delimiter what separates the cells of a CSV text; empty if the header line decides
 */
public record Defaults(Optional<PortfolioId> portfolio, Optional<UserId> user, Optional<Delimiter> delimiter) {

    static final String PORTFOLIO = TradeFields.PORTFOLIO.name();
    static final String USER = TradeFields.USER_ID.name();
    static final String DELIMITER = "delimiter";

    /** @throws ProblemException if the query has other parameters, or these with wrong values */
    public static Defaults of(HttpServletRequest request) {
        QueryParameters query = QueryParameters.of(request);
        Defaults defaults = of(query);
        query.noOthers();
        return defaults;
    }

    /** Reads them of a query that has other parameters, too; wrong values become errors of the query. */
    public static Defaults of(QueryParameters query) {
        return new Defaults(
                Optional.ofNullable(query.value(PORTFOLIO, PortfolioId::parse)),
                Optional.ofNullable(query.value(USER, UserId::new)),
                Optional.ofNullable(query.value(DELIMITER, Delimiter::parse)));
    }

    /** Whether a record may leave the field out. */
    boolean has(String field) {
        return (field.equals(PORTFOLIO) && portfolio.isPresent()) || (field.equals(USER) && user.isPresent());
    }

    /** Gives a record what it lacks; what it has stays. */
    public void fill(ObjectNode record) {
        portfolio.ifPresent(id -> record.putIfAbsent(PORTFOLIO, LongNode.valueOf(id.value())));
        user.ifPresent(id -> record.putIfAbsent(USER, StringNode.valueOf(id.value())));
    }
}
