package io.trakkit.store.query.trades;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Isin;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.query.page.Conditions;
import java.util.Optional;

/**
 * Selects accepted trades.
 *
 * @param isin empty for any
 * @param side empty for either
 */
public record TradeFilter(BookingCriteria criteria, Optional<Isin> isin, Optional<Side> side) {

    /** Matches all trades. */
    public static final TradeFilter ALL = new TradeFilter(BookingCriteria.ALL, Optional.empty(), Optional.empty());

    /** Whether the trades of some keys only are wanted, which the summaries know. */
    boolean isScoped() {
        return criteria.user().isPresent()
                || criteria.portfolio().isPresent()
                || criteria.ticker().isPresent();
    }

    /** Whether nothing is left out. */
    boolean isAll() {
        return equals(ALL);
    }

    /** The wanted keys, by their summaries. */
    Conditions keys() {
        return new Conditions().and("s.ticker = :ticker", "ticker", criteria.ticker(), Ticker::value);
    }

    /** The portfolios in question, by a column of either the portfolios or the summaries. */
    Conditions portfolios(String alias) {
        return new Conditions()
                .and("p.user_id = :user", "user", criteria.user(), UserId::value)
                .and(alias + ".portfolio_id = :portfolio", "portfolio", criteria.portfolio(), PortfolioId::value);
    }

    /** The same as conditions on the trades themselves. */
    Conditions scope() {
        return new Conditions()
                .and("t.user_id = :user", "user", criteria.user(), UserId::value)
                .and("t.portfolio_id = :portfolio", "portfolio", criteria.portfolio(), PortfolioId::value)
                .and("t.ticker = :ticker", "ticker", criteria.ticker(), Ticker::value);
    }

    /** The time whose index finds what is wanted soonest. */
    String countedBy() {
        return criteria.updatedSince().isPresent() ? "t.updated_at" : "t.executed_at";
    }

    /** The conditions on trades beside their keys. */
    Conditions others(ClientId client) {
        Conditions conditions = new Conditions()
                .with("client", client.value())
                .and("t.executed_at >= :executedFrom", "executedFrom", criteria.executedFrom(), Rows::toSql)
                .and("t.executed_at <= :executedTo", "executedTo", criteria.executedTo(), Rows::toSql)
                .and("t.updated_at >= :updatedSince", "updatedSince", criteria.updatedSince(), Rows::toSql)
                .and("t.isin = :isin", "isin", isin, Isin::value)
                .and("t.side = :side", "side", side, Side::code);
        criteria.status().map(TradeFilter::text).ifPresent(conditions::and);
        criteria.state().map(TradeFilter::text).ifPresent(conditions::and);
        return conditions;
    }

    /** Written out, not as a parameter, so that the planner sees that the index of what is not applied will do. */
    private static String text(TradeState state) {
        return switch (state) {
            case APPLIED -> "t.state = 'applied'";
            case REJECTED -> "t.state = 'rejected'";
            case FAILED -> "t.state = 'failed'";
            case REFUSED -> throw new IllegalArgumentException("No accepted trade is refused");
        };
    }

    /** A trade's status is failed if and only if its state is, and the state has an index. */
    private static String text(TradeStatus status) {
        return switch (status) {
            case SUCCESS -> "t.status = 'success'";
            case FAILED -> "t.state = 'failed'";
        };
    }
}
