package io.trakkit.domain.position;

import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ratio;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last applied trade of a ticker: an observation of its price. Where there is none, the first transfer in stands for it,
 * at its cost.
 *
 * @param price the price of one unit, in units of today: splits and bonus issues since the trade have changed it. Zero only
 *     if no earlier trade has another price
 * @param time the execution time
 * @param conversion the currency of the price, with the rate of the trade; empty: the portfolio's currency
 */
public record LastTrade(Price price, Instant time, Optional<Conversion> conversion) {

    /** A last trade in the portfolio's currency. */
    public LastTrade(Price price, Instant time) {
        this(price, time, Optional.empty());
    }

    /**
     * The last trade after one more is applied. A trade at the price zero counts only if no earlier trade has another
     * price: a bonus share or a worthless sale is not an observation of the market.
     *
     * @param before the previous last trade; null if there is none
     */
    static LastTrade after(@Nullable LastTrade before, LastTrade applied) {
        return before != null && applied.price.isZero() && !before.price.isZero() ? before : applied;
    }

    /** The price of free units, where nothing else is known. */
    static LastTrade free(FoldedActivity bonus, BookRules rules) {
        return new LastTrade(
                new Price(BigDecimal.ZERO), bonus.tradeOrder().executedAt(), rules.foreign(bonus.conversion()));
    }

    /** The cost of one unit of a transfer in. */
    static LastTrade ofTransfer(FoldedActivity transfer, BookRules rules) {
        BigDecimal cost = transfer.terms().total().orElseThrow();
        BigDecimal units = transfer.terms().volume().orElseThrow().value();
        return new LastTrade(
                Price.average(cost, units), transfer.tradeOrder().executedAt(), rules.foreign(transfer.conversion()));
    }

    /** The same trade in units after a split. */
    LastTrade split(Ratio ratio) {
        return new LastTrade(price.split(ratio), time, conversion);
    }

    /** The same trade in units after a bonus issue. */
    LastTrade diluted(Ratio bonus) {
        return new LastTrade(price.diluted(bonus), time, conversion);
    }
}
