package io.trakkit.bench.streams;

import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.value.Decimals;
import java.math.BigDecimal;

/**
 * A position by moving weighted average cost, as a plain program keeps it: trades count in the order in which they come, without
 * charges and other currencies.
 *
 * @param trades how many have come, those included that do not count
 */
public record Holding(BigDecimal held, BigDecimal cost, BigDecimal realised, long trades) {

    public static final Holding NONE = new Holding(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, 0);

    public Holding {
        held = Decimals.normalised(held);
        cost = Decimals.normalised(cost);
        realised = Decimals.normalised(realised);
    }

    /** Whether a trade counts: what is not held can't be sold. */
    public boolean allows(Trade trade) {
        return trade.side() == Side.BUY || held.compareTo(trade.volume().value()) >= 0;
    }

    /** After one more trade. */
    public Holding after(Trade trade) {
        if (!allows(trade)) {
            return new Holding(held, cost, realised, trades + 1);
        }
        BigDecimal units = trade.volume().value();
        BigDecimal money = trade.price().value().multiply(units);
        if (trade.side() == Side.BUY) {
            return new Holding(held.add(units), cost.add(money), realised, trades + 1);
        }
        BigDecimal share =
                units.compareTo(held) == 0 ? cost : Decimals.quotient(cost.multiply(units), held, Decimals.MONEY_SCALE);
        return new Holding(
                held.subtract(units), cost.subtract(share), realised.add(money).subtract(share), trades + 1);
    }
}
