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
import java.time.Instant;
import java.util.Optional;

/**
 * Selects accepted trades; an empty criterion matches all. Times are inclusive.
 *
 * @param state any but {@link TradeState#REFUSED}: what is refused is no accepted trade
 */
public record TradeFilter(
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

    /** Matches all trades. */
    public static final TradeFilter ALL = new TradeFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** Whether the trades of some keys only are wanted, which the summaries know. */
    boolean isScoped() {
        return user.isPresent() || portfolio.isPresent() || ticker.isPresent();
    }

    /** Whether nothing is left out. */
    boolean isAll() {
        return equals(ALL);
    }

    /** The wanted keys, by their summaries. */
    Conditions keys() {
        return new Conditions().and("s.ticker = :ticker", "ticker", ticker, Ticker::value);
    }

    /** The portfolios in question, by a column of either the portfolios or the summaries. */
    Conditions portfolios(String alias) {
        return new Conditions()
                .and("p.user_id = :user", "user", user, UserId::value)
                .and(alias + ".portfolio_id = :portfolio", "portfolio", portfolio, PortfolioId::value);
    }

    /** The same as conditions on the trades themselves. */
    Conditions scope() {
        return new Conditions()
                .and("t.user_id = :user", "user", user, UserId::value)
                .and("t.portfolio_id = :portfolio", "portfolio", portfolio, PortfolioId::value)
                .and("t.ticker = :ticker", "ticker", ticker, Ticker::value);
    }

    /** The time whose index finds what is wanted soonest. */
    String countedBy() {
        return updatedSince.isPresent() ? "t.updated_at" : "t.executed_at";
    }

    /** The conditions on trades beside their keys. */
    Conditions others(ClientId client) {
        Conditions conditions = new Conditions()
                .with("client", client.value())
                .and("t.executed_at >= :executedFrom", "executedFrom", executedFrom, Rows::toSql)
                .and("t.executed_at <= :executedTo", "executedTo", executedTo, Rows::toSql)
                .and("t.updated_at >= :updatedSince", "updatedSince", updatedSince, Rows::toSql)
                .and("t.isin = :isin", "isin", isin, Isin::value)
                .and("t.side = :side", "side", side, Side::code);
        status.map(TradeFilter::text).ifPresent(conditions::and);
        state.map(TradeFilter::text).ifPresent(conditions::and);
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
