package io.trakkit.domain.position;

import io.trakkit.domain.value.Decimals;
import java.math.BigDecimal;

/**
 * The cost of the units held and the realised gain in one currency. The cost of a short position is minus its net proceeds.
 */
public record Pool(BigDecimal cost, BigDecimal realised) {

    public static final Pool EMPTY = new Pool(BigDecimal.ZERO, BigDecimal.ZERO);

    /** Units came in, or were sold short, at this cost. */
    public Pool entered(BigDecimal added) {
        return new Pool(cost.add(added), realised);
    }

    /**
     * Units left.
     *
     * @param proceeds what they brought; negative for what it cost to buy units back
     */
    public Pool left(BigDecimal units, BigDecimal held, BigDecimal proceeds) {
        BigDecimal share = Decimals.share(cost, units, held.abs());
        return new Pool(cost.subtract(share), realised.add(proceeds).subtract(share));
    }

    /** Units left without a gain. */
    public Pool leftAtCost(BigDecimal units, BigDecimal held) {
        return new Pool(cost.subtract(Decimals.share(cost, units, held.abs())), realised);
    }

    /** Capital was returned, or for a short position paid, which is negative. What is beyond the cost is realised. */
    public Pool returned(BigDecimal capital, BigDecimal held) {
        BigDecimal remaining = cost.subtract(capital);
        BigDecimal limited = notBeyondZero(remaining, held);
        return new Pool(limited, realised.add(limited).subtract(remaining));
    }

    /** The cost was adjusted, but not beyond zero. */
    public Pool adjusted(BigDecimal change, BigDecimal held) {
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
    public Pool lost() {
        return new Pool(BigDecimal.ZERO, realised.subtract(cost));
    }
}
