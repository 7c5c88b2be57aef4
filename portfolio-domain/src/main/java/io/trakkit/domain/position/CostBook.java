package io.trakkit.domain.position;

import io.trakkit.domain.trade.Conversion;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Units of one ticker with their cost, by any cost method. {@link RecordRules} says what a record does to them. Signs are those
 * of {@link Position}: units owed are negative, and so is their cost, which is minus the net proceeds.
 */
public interface CostBook {

    /** The units held; negative for a short position. */
    BigDecimal held();

    /**
     * The next record states money.
     *
     * @param foreign the conversion of that money; empty if it is in the portfolio's currency
     */
    void statedIn(Optional<Conversion> foreign);

    /**
     * Units came in, or were sold short, where none of the other sign are held.
     *
     * @param units negative for units sold short
     * @param cost with the charges
     * @param charges the part of the cost that is charges
     */
    void entered(BigDecimal units, Amount cost, Amount charges);

    /**
     * Units left, or owed ones were bought back, for money.
     *
     * @param units how many, more than zero, at most those held or owed
     * @param proceeds without the charges; negative for what it cost to buy units back
     * @param charges the charges that are deducted from them already
     */
    void left(BigDecimal units, Amount proceeds, Amount charges);

    /** Units left at their cost, more than zero, at most those held. */
    void leftAtCost(BigDecimal units);

    /** Capital was returned, or for a short position paid, which is negative. */
    void returned(Amount capital);

    /** The cost of all units was changed. */
    void adjusted(Amount change);

    /**
     * All units became more or fewer, at the same cost.
     *
     * @param heldAfter of the same sign; zero if rounding leaves nothing
     */
    void scaled(BigDecimal heldAfter);

    /** Units came in, or became owed, for nothing. */
    void enteredFree(BigDecimal units);

    /** Income came in; negative if a short position paid it. */
    void earned(Amount income);
}
