package io.trakkit.domain.returns;

import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.valuation.Mark;
import io.trakkit.domain.valuation.ValuedPosition;
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
 * @param open the positions that are open at that moment, by ticker
 * @param realised the gain of all units that left so far, including those of closed positions
 * @param income the dividends so far, including those of closed positions
 * @param cost the cost of the units held
 * @param marketValue the value of the units held
 */
public record PortfolioReturn(
        List<ValuedPosition> open, BigDecimal realised, BigDecimal income, BigDecimal cost, BigDecimal marketValue) {

    /**
     * Values positions.
     *
     * @param positions all positions of the portfolio, including closed ones, by ticker
     * @param mark returns the price of an open position
     */
    public static PortfolioReturn of(
            SequencedMap<Ticker, HeldPosition> positions, BiFunction<Ticker, HeldPosition, Mark> mark) {
        List<ValuedPosition> open = new ArrayList<>();
        BigDecimal realised = BigDecimal.ZERO;
        BigDecimal income = BigDecimal.ZERO;
        BigDecimal cost = BigDecimal.ZERO;
        BigDecimal marketValue = BigDecimal.ZERO;
        for (Map.Entry<Ticker, HeldPosition> entry : positions.entrySet()) {
            Position position = entry.getValue().position();
            realised = realised.add(position.realised());
            income = income.add(position.income());
            if (position.isOpen()) {
                Mark price = Objects.requireNonNull(mark.apply(entry.getKey(), entry.getValue()));
                ValuedPosition valuedPosition = new ValuedPosition(entry.getKey(), position, price);
                open.add(valuedPosition);
                cost = cost.add(position.cost());
                marketValue = marketValue.add(valuedPosition.marketValue());
            }
        }
        return new PortfolioReturn(List.copyOf(open), realised, income, cost, marketValue);
    }

    /** Σ (price × held − cost) over the open positions: the field {@code return_value} of the API. */
    public BigDecimal unrealised() {
        return marketValue.subtract(cost);
    }

    /** realised + unrealised + income. */
    public BigDecimal total() {
        return realised.add(unrealised()).add(income);
    }

    /** The part of the unrealised gain that comes from exchange rates; empty if it is unknown of any position. */
    public Optional<BigDecimal> unrealisedByRate() {
        BigDecimal sum = BigDecimal.ZERO;
        for (ValuedPosition valuedPosition : open) {
            Optional<BigDecimal> ofPosition = valuedPosition.unrealisedByRate();
            if (ofPosition.isEmpty()) {
                return Optional.empty();
            }
            sum = sum.add(ofPosition.get());
        }
        return Optional.of(sum);
    }

    /** The other part, which comes from prices; both add up exactly. Empty if it is unknown of any position. */
    public Optional<BigDecimal> unrealisedByPrice() {
        return unrealisedByRate().map(unrealised()::subtract);
    }

    /** The unrealised gain in percent of the cost, that of short positions taken as positive; empty if it is zero. */
    public Optional<BigDecimal> percentage() {
        BigDecimal absolute = open.stream()
                .map(valuedPosition -> valuedPosition.position().cost().abs())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return Percentage.of(unrealised(), absolute);
    }

    /** The tickers without a recent quote. */
    public List<Ticker> notCurrent() {
        return open.stream()
                .filter(valuedPosition -> !valuedPosition.mark().isCurrent())
                .map(ValuedPosition::ticker)
                .toList();
    }

    /** Whether any price is stale. */
    public boolean isStale() {
        return open.stream().anyMatch(valuedPosition -> valuedPosition.mark().stale());
    }
}
