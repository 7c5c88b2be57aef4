package io.trakkit.domain.position;

import org.jspecify.annotations.Nullable;

/**
 * A position and its last trade: what the fold computes from records.
 *
 * @param lastTrade null if no trade counts yet, or the caller did not ask for it; an open position has one
 */
public record HeldPosition(Position position, @Nullable LastTrade lastTrade) {

    /** Before the first record. */
    public static final HeldPosition EMPTY = new HeldPosition(Position.EMPTY, null);

    /**
     * The position after one more record that the fold has applied.
     *
     * @throws IllegalArgumentException if the record takes out more than is held and the rules allow no short position
     */
    public HeldPosition after(FoldedRecord applied, BookRules rules) {
        return new HeldPosition(PositionChange.of(position, applied, rules), lastTradeAfter(applied, rules));
    }

    /** The last trade after one more record that the fold has applied to this position. */
    public @Nullable LastTrade lastTradeAfter(FoldedRecord applied, BookRules rules) {
        return switch (applied) {
            case FoldedTrade trade ->
                LastTrade.after(
                        lastTrade,
                        new LastTrade(
                                trade.price(), trade.tradeOrder().executedAt(), rules.foreign(trade.conversion())));
            case FoldedActivity activity -> lastTradeAfter(activity, rules);
        };
    }

    private @Nullable LastTrade lastTradeAfter(FoldedActivity activity, BookRules rules) {
        return switch (activity.terms().type()) {
            case SPLIT ->
                lastTrade == null
                        ? null
                        : lastTrade.split(activity.terms().ratio().orElseThrow());
            case BONUS -> lastTradeAfterBonus(activity, rules);
            case TRANSFER_IN -> lastTrade == null ? LastTrade.ofTransfer(activity, rules) : lastTrade;
            case DIVIDEND,
                    RETURN_OF_CAPITAL,
                    COST_ADJUSTMENT,
                    CASH_IN_LIEU,
                    TRANSFER_OUT,
                    DEPOSIT,
                    WITHDRAWAL,
                    INTEREST,
                    CHARGE -> lastTrade;
        };
    }

    private @Nullable LastTrade lastTradeAfterBonus(FoldedActivity bonus, BookRules rules) {
        if (lastTrade != null) {
            return bonus.terms().ratio().map(lastTrade::diluted).orElse(lastTrade);
        }
        boolean hasEffect = position.isOpen() || !bonus.isCorporateAction();
        return hasEffect ? LastTrade.free(bonus, rules) : null;
    }
}
