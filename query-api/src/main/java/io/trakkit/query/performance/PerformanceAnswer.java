package io.trakkit.query.performance;

import io.trakkit.domain.returns.Interval;
import io.trakkit.domain.returns.MoneyWeightedReturn;
import io.trakkit.domain.returns.Performance;
import io.trakkit.domain.value.Decimals;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The performance of a portfolio over a span: the schema Performance of docs/openapi.yaml. Amounts are exact; percentages
 * have four decimals (half even).
 */
record PerformanceAnswer(
        Instant from,
        Instant to,
        String interval,
        @Nullable String timeWeighted,
        MoneyWeighted moneyWeighted,
        List<PointAnswer> points) {

    /** The portfolio at a time, right after the trades executed at that time. */
    record PointAnswer(
            Instant at,
            String value,
            String cost,
            String realised,
            String total,
            @Nullable String timeWeighted,
            boolean stale,
            String income,
            @Nullable String cash) {

        static PointAnswer of(Performance.Point point) {
            return new PointAnswer(
                    point.at(),
                    Decimals.text(point.value()),
                    Decimals.text(point.cost()),
                    Decimals.text(point.realised()),
                    Decimals.text(point.total()),
                    point.timeWeighted().map(BigDecimal::toPlainString).orElse(null),
                    point.stale(),
                    Decimals.text(point.income()),
                    point.cash().map(Decimals::text).orElse(null));
        }
    }

    /** The rates at which the flows balance (XIRR). */
    record MoneyWeighted(String solution, List<RateAnswer> rates) {

        static MoneyWeighted of(MoneyWeightedReturn found) {
            return new MoneyWeighted(
                    found.solution().wireName(),
                    found.rates().stream().map(RateAnswer::of).toList());
        }
    }

    /** A rate. */
    record RateAnswer(@Nullable String annual, String span) {

        static RateAnswer of(MoneyWeightedReturn.Rate rate) {
            return new RateAnswer(
                    rate.annual().map(BigDecimal::toPlainString).orElse(null),
                    rate.overSpan().toPlainString());
        }
    }

    static PerformanceAnswer of(Performance performance, Interval interval) {
        List<PointAnswer> points =
                performance.points().stream().map(PointAnswer::of).toList();
        return new PerformanceAnswer(
                points.getFirst().at(),
                points.getLast().at(),
                interval.wireName(),
                points.getLast().timeWeighted(),
                MoneyWeighted.of(performance.moneyWeighted()),
                points);
    }
}
