package io.trakkit.query.explain.returns;

import io.trakkit.domain.explain.PresentValueFormula;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.returns.OwnersFlow;
import io.trakkit.domain.returns.Performance;
import io.trakkit.domain.value.Ticker;
import io.trakkit.query.page.PageOfRows;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects the flows of a money-weighted return: the sum of each day, and the rows of one page. */
final class MoneyFlows {

    /**
     * A flow.
     *
     * @param amount what the owner takes out; negative for what the owner puts in
     * @param records none for the value at an end of the span
     */
    record Flow(FlowKind kind, Instant at, BigDecimal amount, Ticker ticker, List<FoldedRecord> records) {

        /** The day whose flows are one for the rate. */
        LocalDate day() {
            return at.atOffset(ZoneOffset.UTC).toLocalDate();
        }
    }

    private final PageOfRows<FlowKey, Flow> rows;
    private final SortedMap<LocalDate, BigDecimal> days = new TreeMap<>();

    MoneyFlows(PageOfRows<FlowKey, Flow> rows) {
        this.rows = rows;
    }

    void add(OwnersFlow found) {
        add(FlowKey.of(found), new Flow(FlowKind.RECORDS, found.at(), found.amount(), found.ticker(), found.records()));
    }

    /** Adds the values at both ends, as if all units had been bought at the start of the span and sold at its end. */
    void addEnds(Performance performance) {
        Performance.Point start = performance.points().getFirst();
        Performance.Point end = performance.points().getLast();
        addValue(FlowKind.VALUE_AT_START, start.at(), start.value().negate());
        addValue(FlowKind.VALUE_AT_END, end.at(), end.value());
    }

    private void addValue(FlowKind kind, Instant at, BigDecimal amount) {
        add(FlowKey.ofValue(kind, at), new Flow(kind, at, amount, Ticker.CASH, List.of()));
    }

    private void add(FlowKey key, Flow flow) {
        if (flow.amount().signum() != 0) {
            days.merge(flow.day(), flow.amount(), BigDecimal::add);
            rows.add(key, () -> flow);
        }
    }

    /** The day that days are counted from: the first one whose flows do not cancel each other out. Empty if there is none. */
    Optional<LocalDate> firstDay() {
        return days.entrySet().stream()
                .filter(day -> day.getValue().signum() != 0)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** What the flows of all days are worth on the first one: zero, but for rounding, at a rate of the return. */
    BigDecimal presentValue(BigDecimal discount) {
        Optional<LocalDate> first = firstDay();
        BigDecimal sum = BigDecimal.ZERO;
        for (Map.Entry<LocalDate, BigDecimal> day : days.entrySet()) {
            if (day.getValue().signum() != 0) {
                int after = (int) ChronoUnit.DAYS.between(first.orElseThrow(), day.getKey());
                sum = sum.add(PresentValueFormula.presentValue(day.getValue(), after, discount));
            }
        }
        return sum;
    }
}
