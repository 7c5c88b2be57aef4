package io.trakkit.bench.streams;

import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.value.Decimals;
import java.math.BigDecimal;

/**
 * A position by moving weighted average cost, as a plain program keeps it: in the currency of the portfolio alone, with charges in
 * cost and proceeds. Trades count in the order in which they come.
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
        BigDecimal gross = converted(trade.price().value().multiply(units), trade);
        BigDecimal charges = converted(trade.charges().total(), trade);
        if (trade.side() == Side.BUY) {
            return new Holding(held.add(units), cost.add(gross).add(charges), realised, trades + 1);
        }
        BigDecimal proceeds = gross.subtract(charges);
        BigDecimal share =
                units.compareTo(held) == 0 ? cost : Decimals.quotient(cost.multiply(units), held, Decimals.MONEY_SCALE);
        return new Holding(
                held.subtract(units),
                cost.subtract(share),
                realised.add(proceeds).subtract(share),
                trades + 1);
    }

    private static BigDecimal converted(BigDecimal money, Trade trade) {
        return trade.conversion()
                .map(conversion ->
                        Decimals.money(money.multiply(conversion.rate().value())))
                .orElseGet(() -> Decimals.money(money));
    }
}
