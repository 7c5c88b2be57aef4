package io.trakkit.store.ledger;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.value.Ticker;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Selects position keys; an empty criterion matches all. */
public record KeyFilter(Optional<PortfolioId> portfolio, Optional<Ticker> ticker) {

    public static final KeyFilter ALL = new KeyFilter(Optional.empty(), Optional.empty());

    /** Exactly one key. Keys of different clients never share a portfolio. */
    public static KeyFilter only(PositionKey key) {
        return new KeyFilter(Optional.of(key.portfolio()), Optional.of(key.ticker()));
    }

    /** Whether every key is meant. */
    public boolean isAll() {
        return portfolio.isEmpty() && ticker.isEmpty();
    }

    @Nullable
    public Long portfolioOrNull() {
        return portfolio.map(PortfolioId::value).orElse(null);
    }

    @Nullable
    public String tickerOrNull() {
        return ticker.map(Ticker::value).orElse(null);
    }
}
