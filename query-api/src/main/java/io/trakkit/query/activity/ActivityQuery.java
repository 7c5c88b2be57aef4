package io.trakkit.query.activity;

import io.trakkit.access.Caller;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.query.trades.ActivityFilter;
import io.trakkit.store.query.trades.RefusedTrades;
import io.trakkit.wire.http.QueryParameters;
import java.util.Optional;

/** The filters of a list of activities. */
record ActivityQuery(ActivityFilter filter) {

    /** Reads the filters. Errors are added to the parameters. */
    static ActivityQuery read(QueryParameters parameters, Caller caller) {
        return new ActivityQuery(new ActivityFilter(
                caller.limitTo(parameters.value("user_id", UserId::new)),
                Optional.ofNullable(parameters.value("portfolio_id", PortfolioId::parse)),
                Optional.ofNullable(parameters.value("ticker", Ticker::parse)),
                Optional.ofNullable(parameters.value("type", ActivityType::parse)),
                Optional.ofNullable(parameters.value("status", TradeStatus::parse)),
                Optional.ofNullable(parameters.value("state", TradeState::parse)),
                Optional.ofNullable(parameters.time("executed_from")),
                Optional.ofNullable(parameters.time("executed_to")),
                Optional.ofNullable(parameters.time("updated_since"))));
    }

    /** Whether the list is that of the refused activities. */
    boolean isOfRefused() {
        return filter.state().filter(TradeState.REFUSED::equals).isPresent();
    }

    RefusedTrades.Filter refused() {
        return new RefusedTrades.Filter(filter.user(), filter.portfolio(), filter.ticker(), filter.updatedSince());
    }

    /** Rejects the filters by fields that a refused activity does not have. */
    void requireNoneOfAccepted(QueryParameters parameters) {
        reject(parameters, "type", filter.type());
        reject(parameters, "status", filter.status());
        reject(parameters, "executed_from", filter.executedFrom());
        reject(parameters, "executed_to", filter.executedTo());
    }

    private static void reject(QueryParameters parameters, String name, Optional<?> value) {
        if (value.isPresent()) {
            parameters.error(name, "can't be combined with state=refused");
        }
    }
}
