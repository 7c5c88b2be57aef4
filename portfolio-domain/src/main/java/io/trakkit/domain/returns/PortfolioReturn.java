package io.trakkit.domain.returns;

import io.trakkit.domain.position.Position;
import io.trakkit.domain.value.Ticker;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiFunction;

/**
 * The return of a portfolio up to a moment, exact.
 *
 * @param open the positions that are open then, by ticker
 * @param realised the gain of all sells so far, those of closed positions included
 * @param cost what the units held have cost
 * @param marketValue what they are worth
 */
public record PortfolioReturn(List<ValuedPosition> open, BigDecimal realised, BigDecimal cost, BigDecimal marketValue) {

    /**
     * The return of positions.
     *
     * @param positions all that there are, closed ones included, by ticker
     * @param mark the price of an open one
     */
    public static PortfolioReturn of(
            SequencedMap<Ticker, HeldPosition> positions, BiFunction<Ticker, HeldPosition, Mark> mark) {
        List<ValuedPosition> open = new ArrayList<>();
        BigDecimal realised = BigDecimal.ZERO;
        BigDecimal cost = BigDecimal.ZERO;
        BigDecimal marketValue = BigDecimal.ZERO;
        for (Map.Entry<Ticker, HeldPosition> entry : positions.entrySet()) {
            Position position = entry.getValue().position();
            realised = realised.add(position.realised());
            if (position.isOpen()) {
                Mark price = Objects.requireNonNull(mark.apply(entry.getKey(), entry.getValue()));
                ValuedPosition valuedPosition = new ValuedPosition(entry.getKey(), position, price);
                open.add(valuedPosition);
                cost = cost.add(position.cost());
                marketValue = marketValue.add(valuedPosition.marketValue());
            }
        }
        return new PortfolioReturn(List.copyOf(open), realised, cost, marketValue);
    }

    /** Σ (price × held − cost) over the open positions: the seed's {@code return_value}. */
    public BigDecimal unrealised() {
        return marketValue.subtract(cost);
    }

    /** realised + unrealised. */
    public BigDecimal total() {
        return realised.add(unrealised());
    }

    /** The unrealised gain in percent of the cost; empty where nothing is held, or what is held has cost nothing. */
    public Optional<BigDecimal> percentage() {
        return Percentage.of(unrealised(), cost);
    }

    /** The tickers that no market has quoted lately. */
    public List<Ticker> notCurrent() {
        return open.stream()
                .filter(valuedPosition -> !valuedPosition.mark().isCurrent())
                .map(ValuedPosition::ticker)
                .toList();
    }

    /** Whether any price is older than wanted, or may be. */
    public boolean isStale() {
        return open.stream().anyMatch(valuedPosition -> valuedPosition.mark().stale());
    }
}
