package io.trakkit.query.booking;

import io.trakkit.access.Caller;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.query.trades.BookingCriteria;
import io.trakkit.store.query.trades.RefusedTrades;
import io.trakkit.wire.http.QueryParameters;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The filters of a list of trades or activities. */
record BookingQuery(BookingCriteria criteria) {

    /** Reads the filters that trades and activities have both. Errors are added to the parameters. */
    static BookingQuery read(QueryParameters parameters, Caller caller) {
        return new BookingQuery(new BookingCriteria(
                caller.limitTo(parameters.value("user_id", UserId::new)),
                Optional.ofNullable(parameters.value("portfolio_id", PortfolioId::parse)),
                Optional.ofNullable(parameters.value("ticker", Ticker::parse)),
                Optional.ofNullable(parameters.value("status", TradeStatus::parse)),
                Optional.ofNullable(parameters.value("state", TradeState::parse)),
                Optional.ofNullable(parameters.time("executed_from")),
                Optional.ofNullable(parameters.time("executed_to")),
                Optional.ofNullable(parameters.time("updated_since"))));
    }

    /** Whether the list is that of what was refused. */
    boolean isOfRefused() {
        return criteria.state().filter(TradeState.REFUSED::equals).isPresent();
    }

    RefusedTrades.Filter refused() {
        return new RefusedTrades.Filter(
                criteria.user(), criteria.portfolio(), criteria.ticker(), criteria.updatedSince());
    }

    /**
     * Rejects the filters by fields that a refused record does not have.
     *
     * @param own those that trades or activities alone have, by name
     */
    void requireNoneOfAccepted(QueryParameters parameters, Map<String, Optional<?>> own) {
        SortedMap<String, Optional<?>> values = new TreeMap<>(own);
        values.put("status", criteria.status());
        values.put("executed_from", criteria.executedFrom());
        values.put("executed_to", criteria.executedTo());
        values.forEach(
                (name, value) -> value.ifPresent(_ -> parameters.error(name, "can't be combined with state=refused")));
    }
}
