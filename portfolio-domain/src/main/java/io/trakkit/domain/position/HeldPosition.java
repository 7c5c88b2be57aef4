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
        return new HeldPosition(
                PositionChange.of(position, applied, rules),
                LastTrade.after(lastTrade, applied, position.isOpen(), rules));
    }
}
