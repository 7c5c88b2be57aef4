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
     * @param value what the units held were worth
     * @param cost what they had cost
     * @param realised the gain of all sells up to then, also of those before the span
     * @param timeWeighted the return in percent since the start of the span; empty where there was no value yet
     * @param stale whether of some ticker no market had quoted a price lately, even then, or its price was old
     */
    public record Point(
            Instant at,
            BigDecimal value,
            BigDecimal cost,
            BigDecimal realised,
            Optional<BigDecimal> timeWeighted,
            boolean stale) {

        /** realised + value − cost. */
        public BigDecimal total() {
            return realised.add(value).subtract(cost);
        }
    }
}
