package io.trakkit.domain.position;

import io.trakkit.domain.trade.Side;
import io.trakkit.domain.value.Decimals;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The result of a sequence of trades in one ticker, by moving weighted average cost. Fees are not included.
 *
 * <p>Money has at most {@value Decimals#MONEY_SCALE} decimals, in the currency of the trades. Two amounts are rounded to
 * this scale (HALF_EVEN): the total of a trade ({@link Price#total}) and the cost of the units of a partial sell. The
 * rounding difference of a partial sell stays in the remaining cost. A sell of all units takes all the cost, so none
 * remains.
 *
 * @param held the units held, never negative
 * @param cost the cost of the units held, never negative; zero if none is held
 * @param realised the gain of all sells so far: proceeds minus the cost of the units sold
 */
public record Position(BigDecimal held, BigDecimal cost, BigDecimal realised) {

    /** A position without units and gain. */
    public static final Position EMPTY = new Position(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    /**
     * Normalises the numbers, so that equal positions are {@code equals}.
     *
     * @throws IllegalArgumentException if {@code held} or {@code cost} is negative, or no units have a cost
     */
    public Position {
        held = Decimals.normalised(held);
        cost = Decimals.normalised(cost);
        realised = Decimals.normalised(realised);
        if (held.signum() < 0) {
            throw new IllegalArgumentException("A position cannot hold less than nothing: " + held);
        }
        if (cost.signum() < 0 || (held.signum() == 0 && cost.signum() != 0)) {
            throw new IllegalArgumentException("A position of " + held + " cannot cost " + cost);
        }
    }

    /**
     * The position after an applied trade.
     *
     * @throws IllegalArgumentException if more is sold than held
     */
    public Position after(Side side, Volume volume, Price price) {
        return switch (side) {
            case BUY -> bought(volume, price);
            case SELL -> sold(volume, price);
        };
    }

    /** The position after buying: cost and units grow. */
    public Position bought(Volume volume, Price price) {
        return new Position(held.add(volume.value()), cost.add(price.total(volume)), realised);
    }

    /** Whether enough is held to sell this volume. */
    public boolean covers(Volume volume) {
        return held.compareTo(volume.value()) >= 0;
    }

    /**
     * The position after a sell of a volume that it {@linkplain #covers covers}. The units leave at average cost; the
     * difference to the proceeds is realised.
     *
     * @throws IllegalArgumentException if more is sold than held
     */
    public Position sold(Volume volume, Price price) {
        if (!covers(volume)) {
            throw new IllegalArgumentException("Cannot sell " + volume + " of " + held);
        }
        BigDecimal soldCost = costOf(volume.value());
        return new Position(
                held.subtract(volume.value()),
                cost.subtract(soldCost),
                realised.add(price.total(volume)).subtract(soldCost));
    }

    private BigDecimal costOf(BigDecimal volume) {
        return volume.compareTo(held) == 0
                ? cost
                : cost.multiply(volume).divide(held, Decimals.MONEY_SCALE, RoundingMode.HALF_EVEN);
    }

    /** Whether units are held. */
    public boolean isOpen() {
        return held.signum() > 0;
    }

    /** The average cost of one unit, with two decimals (HALF_EVEN), for display only; 0.00 if none is held. */
    public BigDecimal averageCost() {
        return isOpen() ? cost.divide(held, 2, RoundingMode.HALF_EVEN) : BigDecimal.ZERO.setScale(2);
    }
}
