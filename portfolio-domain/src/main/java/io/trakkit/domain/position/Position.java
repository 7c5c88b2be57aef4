package io.trakkit.domain.position;

import io.trakkit.domain.trade.Side;
import io.trakkit.domain.value.Decimals;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The result of folding the trades of one ticker, by moving weighted average cost; fees are not part of it.
 *
 * <p>Money has at most {@value Decimals#MONEY_SCALE} decimals, in the currency of the trades: what a trade comes to
 * ({@link Price#total}) and the cost of the units sold in a partial sell are rounded to them (HALF_EVEN), and nothing
 * else is. What the rounding takes from the sold part stays in the remaining cost, so nothing is lost; and a sell of
 * everything takes the whole cost, so no dust remains.
 *
 * @param held the units held, never negative
 * @param cost what the units held have cost, never negative; zero where nothing is held
 * @param realised the gain of all sells so far: their proceeds less the cost of what they sold
 */
public record Position(BigDecimal held, BigDecimal cost, BigDecimal realised) {

    /** Nothing held, nothing gained. */
    public static final Position EMPTY = new Position(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    /**
     * Normalises the numbers, so that equal positions are {@code equals}.
     *
     * @throws IllegalArgumentException if less than nothing is held, or nothing at a cost
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
     * The position after a trade that is applied.
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

    /** Whether so much is held that this volume can be sold. */
    public boolean covers(Volume volume) {
        return held.compareTo(volume.value()) >= 0;
    }

    /**
     * The position after selling what it {@linkplain #covers covers}: the units leave at average cost, and what they
     * fetched beyond it is realised.
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

    /** Whether anything is held. */
    public boolean isOpen() {
        return held.signum() > 0;
    }

    /** The average cost of one unit, with two decimals (HALF_EVEN), for display only; 0.00 where nothing is held. */
    public BigDecimal averageCost() {
        return isOpen() ? cost.divide(held, 2, RoundingMode.HALF_EVEN) : BigDecimal.ZERO.setScale(2);
    }
}
