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
import java.time.Instant;
import java.util.Optional;

/** The filters of a list of trades. */
record TradeQuery(
        Optional<UserId> user,
        Optional<PortfolioId> portfolio,
        Optional<Ticker> ticker,
        Optional<Isin> isin,
        Optional<Side> side,
        Optional<TradeStatus> status,
        Optional<TradeState> state,
        Optional<Instant> executedFrom,
        Optional<Instant> executedTo,
        Optional<Instant> updatedSince) {

    /** Errors are left in the parameters. */
    static TradeQuery read(QueryParameters parameters, Caller caller) {
        return new TradeQuery(
                caller.limitTo(parameters.value("user_id", UserId::new)),
                Optional.ofNullable(parameters.value("portfolio_id", PortfolioId::parse)),
                Optional.ofNullable(parameters.value("ticker", Ticker::parse)),
                Optional.ofNullable(parameters.value("isin", Isin::parse)),
                Optional.ofNullable(parameters.value("trade_type", TradeQuery::side)),
                Optional.ofNullable(parameters.value("status", TradeStatus::parse)),
                Optional.ofNullable(parameters.value("state", TradeState::parse)),
                Optional.ofNullable(parameters.time("executed_from")),
                Optional.ofNullable(parameters.time("executed_to")),
                Optional.ofNullable(parameters.time("updated_since")));
    }

    private static Side side(String text) {
        if (!text.matches("[0-9]")) {
            throw new InvalidValueException("must be 1 (buy) or 2 (sell), not \"" + Printable.of(text) + '"');
        }
        return Side.ofCode(Integer.parseInt(text));
    }

    TradeFilter accepted() {
        return new TradeFilter(
                user, portfolio, ticker, isin, side, status, state, executedFrom, executedTo, updatedSince);
    }

    RefusedTrades.Filter refused() {
        return new RefusedTrades.Filter(user, portfolio, ticker, updatedSince);
    }

    /** What is refused has no such values that could be relied on. */
    void requireNoneOfAccepted(QueryParameters parameters) {
        reject(parameters, "isin", isin);
        reject(parameters, "trade_type", side);
        reject(parameters, "status", status);
        reject(parameters, "executed_from", executedFrom);
        reject(parameters, "executed_to", executedTo);
    }

    private static void reject(QueryParameters parameters, String name, Optional<?> value) {
        if (value.isPresent()) {
            parameters.error(name, "can't be combined with state=refused");
        }
    }
}
