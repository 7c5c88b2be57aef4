package io.trakkit.query.returns;

import io.trakkit.domain.returns.PortfolioReturn;
import io.trakkit.domain.valuation.ValuedPosition;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Ticker;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A return with the JSON of each open position.
 *
 * @param positions the open positions, by ticker
 */
public record WrittenReturn(PortfolioReturn portfolio, SequencedMap<Ticker, WrittenPosition> positions) {

    /**
     * Takes over the JSON of the positions that are the same in the former return. Most are a moment later, and comparing their
     * numbers takes less time than writing them.
     *
     * @param currency returns the currency of the portfolio for a position of it
     * @param former null if there is none
     */
    public static WrittenReturn of(
            PortfolioReturn portfolio, Function<Ticker, CurrencyCode> currency, @Nullable WrittenReturn former) {
        Map<Ticker, WrittenPosition> known = former == null ? Map.of() : former.positions;
        SequencedMap<Ticker, WrittenPosition> positions =
                LinkedHashMap.newLinkedHashMap(portfolio.open().size());
        for (ValuedPosition valued : portfolio.open()) {
            Ticker ticker = valued.ticker();
            positions.put(ticker, WrittenPosition.of(valued, currency.apply(ticker), known.get(ticker)));
        }
        return new WrittenReturn(portfolio, Collections.unmodifiableSequencedMap(positions));
    }
}
