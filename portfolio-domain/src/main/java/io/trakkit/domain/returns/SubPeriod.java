package io.trakkit.domain.returns;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * A part of a span between two flows, or between a flow and an end of the span: a factor of the time-weighted return.
 *
 * @param begin the value right after the flow that began it
 * @param end the value right before the flow that ended it, or at the end of the span
 * @param after the value right after the flow that ended it; empty at the end of the span
 * @param growth the growth of one unit of money from the start of the span to the end of this part
 */
public record SubPeriod(
        Instant from, Instant to, BigDecimal begin, BigDecimal end, Optional<BigDecimal> after, BigDecimal growth) {

    /** The growth of one unit of money in it alone; empty if it begins without a value above zero, and is left out. */
    public Optional<BigDecimal> factor() {
        return begin.signum() > 0
                ? Optional.of(TimeWeightedReturn.startingWith(begin).growthTo(end))
                : Optional.empty();
    }

    /** What the owner put in at its end; negative for what was taken out. Empty at the end of the span. */
    public Optional<BigDecimal> flow() {
        return after.map(value -> value.subtract(end));
    }
}
