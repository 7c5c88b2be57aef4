package io.trakkit.domain.returns;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** The time-weighted return while a span is walked from flow to flow; it passes on each part of the span. */
final class SubPeriods {

    private final Consumer<SubPeriod> consumer;
    private TimeWeightedReturn soFar;
    private Instant from;

    SubPeriods(Instant start, Consumer<SubPeriod> consumer) {
        this.consumer = consumer;
        from = start;
        soFar = TimeWeightedReturn.startingWith(BigDecimal.ZERO);
    }

    void startWith(BigDecimal value) {
        soFar = TimeWeightedReturn.startingWith(value);
    }

    void flow(Instant at, BigDecimal before, BigDecimal after) {
        TimeWeightedReturn next = soFar.flow(before, after);
        consumer.accept(new SubPeriod(from, at, soFar.begin(), before, Optional.of(after), next.growth()));
        soFar = next;
        from = at;
    }

    void end(Instant at, BigDecimal value) {
        consumer.accept(new SubPeriod(from, at, soFar.begin(), value, Optional.empty(), soFar.growthTo(value)));
    }

    Optional<BigDecimal> percentage(BigDecimal value) {
        return soFar.percentage(value);
    }
}
