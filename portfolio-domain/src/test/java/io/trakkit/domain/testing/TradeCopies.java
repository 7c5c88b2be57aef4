package io.trakkit.domain.testing;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.value.Price;
import java.time.Instant;

/** Copies of a trade in which one value differs. */
public final class TradeCopies {

    private TradeCopies() {}

    public static Trade inPortfolio(Trade trade, long portfolio) {
        return copy(trade, new PortfolioId(portfolio), trade.price(), trade.executedAt());
    }

    public static Trade withPrice(Trade trade, Price price) {
        return copy(trade, trade.portfolio(), price, trade.executedAt());
    }

    public static Trade executedAt(Trade trade, Instant time) {
        return copy(trade, trade.portfolio(), trade.price(), time);
    }

    private static Trade copy(Trade trade, PortfolioId portfolio, Price price, Instant executedAt) {
        return new Trade(
                trade.refId(),
                trade.user(),
                portfolio,
                trade.side(),
                trade.securityType(),
                trade.ticker(),
                trade.volume(),
                price,
                trade.status(),
                executedAt,
                trade.isin());
    }
}
