package io.trakkit.query.trade;

import io.trakkit.access.Caller;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Isin;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.query.trades.RefusedTrades;
import io.trakkit.store.query.trades.TradeFilter;
import io.trakkit.wire.http.QueryParameters;
import io.trakkit.wire.json.Printable;
import java.util.Optional;

/** The filters of a list of trades. */
record TradeQuery(TradeFilter filter) {

    /** Reads the filters. Errors are added to the parameters. */
    static TradeQuery read(QueryParameters parameters, Caller caller) {
        return new TradeQuery(new TradeFilter(
                caller.limitTo(parameters.value("user_id", UserId::new)),
                Optional.ofNullable(parameters.value("portfolio_id", PortfolioId::parse)),
                Optional.ofNullable(parameters.value("ticker", Ticker::parse)),
                Optional.ofNullable(parameters.value("isin", Isin::parse)),
                Optional.ofNullable(parameters.value("trade_type", TradeQuery::side)),
                Optional.ofNullable(parameters.value("status", TradeStatus::parse)),
                Optional.ofNullable(parameters.value("state", TradeState::parse)),
                Optional.ofNullable(parameters.time("executed_from")),
                Optional.ofNullable(parameters.time("executed_to")),
                Optional.ofNullable(parameters.time("updated_since"))));
    }

    private static Side side(String text) {
        if (!text.matches("[0-9]")) {
            throw new InvalidValueException("must be 1 (buy) or 2 (sell), not \"" + Printable.of(text) + '"');
        }
        return Side.ofCode(Integer.parseInt(text));
    }

    /** Whether the list is that of the refused trades. */
    boolean isOfRefused() {
        return filter.state().filter(TradeState.REFUSED::equals).isPresent();
    }

    RefusedTrades.Filter refused() {
        return new RefusedTrades.Filter(filter.user(), filter.portfolio(), filter.ticker(), filter.updatedSince());
    }

    /** Rejects the filters by fields that a refused trade does not have. */
    void requireNoneOfAccepted(QueryParameters parameters) {
        reject(parameters, "isin", filter.isin());
        reject(parameters, "trade_type", filter.side());
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
