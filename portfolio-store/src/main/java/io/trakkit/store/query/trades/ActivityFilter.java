package io.trakkit.store.query.trades;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.query.page.Conditions;
import java.util.Optional;

/**
 * Selects accepted activities.
 *
 * @param type empty for any
 */
public record ActivityFilter(BookingCriteria criteria, Optional<ActivityType> type) {

    /** The portfolios of a user are few, and by them the index of a portfolio's activities is used. */
    private static final String OF_USER = """
            a.user_id = :user AND a.portfolio_id = ANY (ARRAY(
                SELECT p.portfolio_id FROM portfolios p WHERE p.client_id = :client AND p.user_id = :user))""";

    /** The time whose index finds what is wanted soonest. */
    String countedBy() {
        return criteria.updatedSince().isPresent() ? "a.updated_at" : "a.executed_at";
    }

    Conditions conditions(ClientId client) {
        return new Conditions()
                .with("client", client.value())
                .and(OF_USER, "user", criteria.user(), UserId::value)
                .and("a.portfolio_id = :portfolio", "portfolio", criteria.portfolio(), PortfolioId::value)
                .and("a.ticker = :ticker", "ticker", criteria.ticker(), Ticker::value)
                .and("a.type = :type", "type", type, ActivityType::wireName)
                .and("a.status = :status", "status", criteria.status(), TradeStatus::wireName)
                .and("a.state = :state", "state", criteria.state(), TradeState::wireName)
                .and("a.executed_at >= :executedFrom", "executedFrom", criteria.executedFrom(), Rows::toSql)
                .and("a.executed_at <= :executedTo", "executedTo", criteria.executedTo(), Rows::toSql)
                .and("a.updated_at >= :updatedSince", "updatedSince", criteria.updatedSince(), Rows::toSql);
    }
}
