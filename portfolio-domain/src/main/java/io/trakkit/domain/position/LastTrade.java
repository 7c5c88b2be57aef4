package io.trakkit.domain.position;

import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.value.Price;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last applied trade of a ticker: an observation of its price. Where there is none with a price, the first transfer in stands
 * for it, at its cost.
 *
 * @param price the price of one unit, in units of today: splits and bonus issues since the trade have changed it. Zero only
 *     if no earlier trade has another price
 * @param time the execution time
 * @param conversion the currency of the price, with the rate of the trade; empty: the portfolio's currency
 */
public record LastTrade(Price price, Instant time, Optional<Conversion> conversion) {

    /** Whether the rate was looked up is left out: only the trade itself says it. */
    public LastTrade {
        conversion =
                conversion.map(stated -> stated.lookedUp() ? new Conversion(stated.currency(), stated.rate()) : stated);
    }

    /** A last trade in the portfolio's currency. */
    public LastTrade(Price price, Instant time) {
        this(price, time, Optional.empty());
    }

    /**
     * The last trade after one more record that the fold has applied.
     *
     * @param before the previous last trade; null if there is none
     * @param isOpen whether units were held or owed before the record
     */
    public static @Nullable LastTrade after(
            @Nullable LastTrade before, FoldedRecord applied, boolean isOpen, BookRules rules) {
        return switch (applied) {
            case FoldedTrade trade -> after(before, trade, rules);
            case FoldedActivity activity ->
                switch (activity.terms().type()) {
                    case SPLIT ->
                        before == null
                                ? null
                                : before.at(before.price.split(
                                        activity.terms().ratio().orElseThrow()));
                    case BONUS ->
                        before == null
                                ? free(activity, isOpen, rules)
                                : before.at(activity.terms()
                                        .ratio()
                                        .map(before.price::diluted)
                                        .orElse(before.price));
                    case TRANSFER_IN -> before == null || before.price.isZero() ? ofTransfer(activity, rules) : before;
                    case DIVIDEND,
                            RETURN_OF_CAPITAL,
                            COST_ADJUSTMENT,
                            CASH_IN_LIEU,
                            TRANSFER_OUT,
                            DEPOSIT,
                            WITHDRAWAL,
                            INTEREST,
                            CHARGE -> before;
                };
        };
    }

    /**
     * A trade at the price zero counts only if no earlier trade has another price: a bonus share or a worthless sale is not an
     * observation of the market.
     */
    private static LastTrade after(@Nullable LastTrade before, FoldedTrade trade, BookRules rules) {
        return before != null && trade.price().isZero() && !before.price.isZero()
                ? before
                : new LastTrade(trade.price(), trade.tradeOrder().executedAt(), rules.foreign(trade.conversion()));
    }

    /** The price of free units, where nothing else is known. A corporate action gives none where nothing is held. */
    private static @Nullable LastTrade free(FoldedActivity bonus, boolean isOpen, BookRules rules) {
        return bonus.isCorporateAction() && !isOpen
                ? null
                : new LastTrade(
                        new Price(BigDecimal.ZERO), bonus.tradeOrder().executedAt(), rules.foreign(bonus.conversion()));
    }

    /** The cost of one unit of a transfer in. */
    private static LastTrade ofTransfer(FoldedActivity transfer, BookRules rules) {
        BigDecimal cost = transfer.terms().total().orElseThrow();
        BigDecimal units = transfer.terms().volume().orElseThrow().value();
        return new LastTrade(
                Price.average(cost, units), transfer.tradeOrder().executedAt(), rules.foreign(transfer.conversion()));
    }

    private LastTrade at(Price now) {
        return now.equals(price) ? this : new LastTrade(now, time, conversion);
    }
}
