package io.trakkit.query.stream;

import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.returns.PortfolioReturn;
import io.trakkit.domain.valuation.Mark;
import io.trakkit.domain.value.Ticker;
import io.trakkit.query.returns.WrittenPosition;
import io.trakkit.query.returns.WrittenReturn;
import io.trakkit.store.query.WatchedPositions.Watched;
import java.util.Collections;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The state of a watched portfolio; immutable.
 *
 * @param number unique among the states of this instance; more than 0
 * @param positions all positions, including closed ones
 * @param returns the open positions at their prices
 * @param cash grows with each record of cash alone
 */
record PortfolioState(long number, SortedMap<Ticker, Watched> positions, WrittenReturn returns, long cash) {

    /** @param before the state whose JSON can be taken over where it has not changed; null if there is none */
    static PortfolioState of(
            long number,
            SortedMap<Ticker, Watched> positions,
            BiFunction<Ticker, Watched, Mark> mark,
            long cash,
            @Nullable PortfolioState before) {
        SortedMap<Ticker, HeldPosition> held = new TreeMap<>();
        positions.forEach((ticker, watched) -> held.put(ticker, watched.held()));
        PortfolioReturn portfolio = PortfolioReturn.of(
                held, (ticker, _) -> mark.apply(ticker, Objects.requireNonNull(positions.get(ticker))));
        WrittenReturn returns = WrittenReturn.of(
                portfolio,
                ticker -> Objects.requireNonNull(positions.get(ticker)).currency(),
                before == null ? null : before.returns);
        return new PortfolioState(number, Collections.unmodifiableSortedMap(positions), returns, cash);
    }

    /** The generation of the positions; 0 without positions. */
    int generation() {
        return positions.isEmpty() ? 0 : positions.firstEntry().getValue().generation();
    }

    Set<Ticker> openTickers() {
        return returns.positions().keySet();
    }

    boolean differsFrom(PortfolioState before) {
        return cash != before.cash || !returnsChangedSince(before).isEmpty();
    }

    /** The tickers whose position has changed. */
    Set<Ticker> positionsChangedSince(PortfolioState before) {
        Set<Ticker> changed = new HashSet<>();
        positions.forEach((ticker, watched) -> {
            if (!watched.equals(before.positions.get(ticker))) {
                changed.add(ticker);
            }
        });
        return changed;
    }

    /** The tickers whose position or price has changed. */
    Set<Ticker> returnsChangedSince(PortfolioState before) {
        Set<Ticker> changed = positionsChangedSince(before);
        returns.positions().forEach((ticker, position) -> {
            WrittenPosition former = before.returns.positions().get(ticker);
            if (former == null || !position.mark().equals(former.mark())) {
                changed.add(ticker);
            }
        });
        return changed;
    }
}
