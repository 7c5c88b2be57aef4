package io.trakkit.domain.position;

import io.trakkit.domain.value.Decimals;
import java.math.BigDecimal;

/**
 * The cost of the units held and the realised gain in one currency. The cost of a short position is minus its net proceeds.
 */
record Pool(BigDecimal cost, BigDecimal realised) {

    static final Pool EMPTY = new Pool(BigDecimal.ZERO, BigDecimal.ZERO);

    /** Units came in, or were sold short, at this cost. */
    Pool entered(BigDecimal added) {
        return new Pool(cost.add(added), realised);
    }

    /**
     * Units left.
     *
     * @param proceeds what they brought; negative for what it cost to buy units back
     */
    Pool left(BigDecimal units, BigDecimal held, BigDecimal proceeds) {
        BigDecimal share = share(cost, units, held);
        return new Pool(cost.subtract(share), realised.add(proceeds).subtract(share));
    }

    /** Units left without a gain. */
    Pool leftAtCost(BigDecimal units, BigDecimal held) {
        return new Pool(cost.subtract(share(cost, units, held)), realised);
    }

    /** Capital was returned, or for a short position paid, which is negative. What is beyond the cost is realised. */
    Pool returned(BigDecimal capital, BigDecimal held) {
        BigDecimal remaining = cost.subtract(capital);
        BigDecimal limited = notBeyondZero(remaining, held);
        return new Pool(limited, realised.add(limited).subtract(remaining));
    }

    /** The cost was adjusted, but not beyond zero. */
    Pool adjusted(BigDecimal change, BigDecimal held) {
        return new Pool(notBeyondZero(cost.add(change), held), realised);
    }

    /**
     * A changed cost: of units held at least zero, of units owed at most zero. Where it is beyond zero already, because the
     * charges of a short sale exceeded its price, it goes no further.
     */
    private BigDecimal notBeyondZero(BigDecimal changed, BigDecimal held) {
        return held.signum() < 0 ? changed.min(cost.max(BigDecimal.ZERO)) : changed.max(cost.min(BigDecimal.ZERO));
    }

    /** What was paid for units that a split has rounded to nothing is lost. */
    Pool lost() {
        return new Pool(BigDecimal.ZERO, realised.subtract(cost));
    }

    /** The part of an amount that belongs to some of the units held: all of it, or rounded to the scale of money. */
    static BigDecimal share(BigDecimal amount, BigDecimal units, BigDecimal held) {
        BigDecimal all = held.abs();
        return units.compareTo(all) == 0
                ? amount
                : Decimals.quotient(amount.multiply(units), all, Decimals.MONEY_SCALE);
    }
}
