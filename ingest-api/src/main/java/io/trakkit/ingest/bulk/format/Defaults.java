package io.trakkit.ingest.bulk.format;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.ingest.trade.PlainTrade;
import io.trakkit.wire.http.QueryParameters;
import io.trakkit.wire.http.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Query parameters of a bulk request that apply to all its records.
 *
 * @param portfolio the portfolio of records that name none
 * @param user the user of records that name none
 * @param delimiter what separates the cells of a CSV text; empty if the header line decides
 */
public record Defaults(Optional<PortfolioId> portfolio, Optional<UserId> user, Optional<Delimiter> delimiter) {

    static final String PORTFOLIO = "portfolio";
    static final String USER = "user_id";
    static final String DELIMITER = "delimiter";

    /** @throws ProblemException if the query has other parameters, or these with wrong values */
    public static Defaults of(HttpServletRequest request) {
        QueryParameters query = QueryParameters.of(request);
        Defaults defaults = new Defaults(
                Optional.ofNullable(query.value(PORTFOLIO, PortfolioId::parse)),
                Optional.ofNullable(query.value(USER, UserId::new)),
                Optional.ofNullable(query.value(DELIMITER, Delimiter::parse)));
        query.noOthers();
        return defaults;
    }

    /** Whether a record may leave the field out. */
    boolean has(PlainTrade.Field field) {
        return switch (field) {
            case PORTFOLIO -> portfolio.isPresent();
            case USER_ID -> user.isPresent();
            case REF_ID, TRADE_TYPE, SECURITY_TYPE, TICKER, VOLUME, AMOUNT, STATUS, EXECUTED_AT -> false;
        };
    }

    /** Gives a record what it lacks; what it has stays. */
    public void fill(ObjectNode record) {
        if (portfolio.isPresent() && !record.has(PORTFOLIO)) {
            record.put(PORTFOLIO, portfolio.get().value());
        }
        if (user.isPresent() && !record.has(USER)) {
            record.put(USER, user.get().value());
        }
    }

    /** Gives a record what it lacks; what it has stays. */
    public void fill(PlainTrade record) {
        if (portfolio.isPresent() && !record.has(PlainTrade.Field.PORTFOLIO)) {
            record.putNumber(PlainTrade.Field.PORTFOLIO, portfolio.get().toString());
        }
        if (user.isPresent() && !record.has(PlainTrade.Field.USER_ID)) {
            record.putText(PlainTrade.Field.USER_ID, user.get().value());
        }
    }
}
