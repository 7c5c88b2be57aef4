package io.trakkit.domain.testing;

import io.trakkit.domain.trade.TradeState;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * The sums of a {@link PlainBook}, in whole numbers: volumes and prices have at most 18 decimals and are counted in 1e-18,
 * money is counted in 1e-20. So everything is exact but the two roundings that the rule asks for: of what a trade comes to,
 * and of what the units sold have cost.
 */
final class PlainSums {

    private static final int VOLUME_SCALE = 18;
    private static final int MONEY_SCALE = 20;

    /** How many products of a volume and a price make the smallest unit of money. */
    private static final BigInteger PRODUCTS = BigInteger.TEN.pow(2 * VOLUME_SCALE - MONEY_SCALE);

    private BigInteger held = BigInteger.ZERO;
    private BigInteger cost = BigInteger.ZERO;
    private BigInteger realised = BigInteger.ZERO;

    private PlainSums() {}

    /** Goes through the trades of a key in their order, and leaves in each what became of it. */
    static PlainSums of(List<PlainTrade> inOrder) {
        PlainSums sums = new PlainSums();
        inOrder.forEach(sums::add);
        return sums;
    }

    private void add(PlainTrade trade) {
        BigInteger volume = units(trade.volume);
        BigInteger money = divided(volume.multiply(units(trade.price)), PRODUCTS);
        if (trade.failed) {
            trade.state = TradeState.FAILED;
        } else if (trade.buys) {
            trade.state = TradeState.APPLIED;
            held = held.add(volume);
            cost = cost.add(money);
        } else if (volume.compareTo(held) > 0) {
            trade.state = TradeState.REJECTED;
            trade.heldThen = held();
        } else {
            trade.state = TradeState.APPLIED;
            BigInteger soldCost = volume.equals(held) ? cost : divided(cost.multiply(volume), held);
            held = held.subtract(volume);
            cost = cost.subtract(soldCost);
            realised = realised.add(money).subtract(soldCost);
        }
    }

    private static BigInteger units(BigDecimal number) {
        return number.movePointRight(VOLUME_SCALE).toBigIntegerExact();
    }

    /** The nearest whole number; of two equally near ones the even one. */
    private static BigInteger divided(BigInteger dividend, BigInteger divisor) {
        BigInteger[] parts = dividend.divideAndRemainder(divisor);
        int half = parts[1].shiftLeft(1).compareTo(divisor);
        boolean up = half > 0 || (half == 0 && parts[0].testBit(0));
        return up ? parts[0].add(BigInteger.ONE) : parts[0];
    }

    BigDecimal held() {
        return decimal(held, VOLUME_SCALE);
    }

    BigDecimal cost() {
        return decimal(cost, MONEY_SCALE);
    }

    BigDecimal realised() {
        return decimal(realised, MONEY_SCALE);
    }

    /** Without trailing zeros and without an exponent, as the tables and the domain have it. */
    private static BigDecimal decimal(BigInteger units, int scale) {
        BigDecimal shortest = new BigDecimal(units, scale).stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }
}
