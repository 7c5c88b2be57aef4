package io.trakkit.domain.returns;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The performance of a portfolio over a span. */
public record Performance(List<Point> points, MoneyWeightedReturn moneyWeighted) {

    /**
     * The value at a time.
     *
     * @param value the value of the units held
     * @param cost the cost of the units held
     * @param realised the gain of all units that left up to that time, including those before the span
     * @param income the dividends up to that time, including those before the span
     * @param timeWeighted the return in percent since the start of the span; empty if there was no value yet
     * @param stale whether a held ticker had no recent quote at that time, or its price or the rate of cash was old
     * @param cash the balance of cash beside the value; empty while it is not tracked
     */
    public record Point(
            Instant at,
            BigDecimal value,
            BigDecimal cost,
            BigDecimal realised,
            BigDecimal income,
            Optional<BigDecimal> timeWeighted,
            boolean stale,
            Optional<BigDecimal> cash) {

        /** realised + value − cost + income. */
        public BigDecimal total() {
            return realised.add(value).subtract(cost).add(income);
        }
    }
}
