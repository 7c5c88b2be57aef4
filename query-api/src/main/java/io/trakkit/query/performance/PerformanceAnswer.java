package io.trakkit.query.performance;

import io.swagger.v3.oas.annotations.media.Schema;
import io.trakkit.domain.returns.Interval;
import io.trakkit.domain.returns.MoneyWeightedReturn;
import io.trakkit.domain.returns.Performance;
import io.trakkit.domain.value.Decimals;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The performance of a portfolio, as answered. Amounts are exact; percentages have four decimals (half even). */
@Schema(name = "Performance")
record PerformanceAnswer(
        @Schema(description = "The start of the span") Instant from,

        @Schema(description = "Its end; not after the moment of the answer")
        Instant to,

        @Schema(example = "month") String interval,

        @Schema(
                description = "The time-weighted return of the whole span, in percent; null where there was no value",
                example = "9.7885")
        @Nullable
        String timeWeighted,

        MoneyWeighted moneyWeighted,

        @Schema(description = "The start, each beginning of an interval (UTC), and the end")
        List<PointAnswer> points) {

    /** Where the portfolio stood at a time, right after the trades executed then. */
    @Schema(name = "PerformancePoint")
    record PointAnswer(
            Instant at,

            @Schema(description = "What the units held were worth", example = "2400")
            String value,

            @Schema(description = "What they had cost", example = "2200")
            String cost,

            @Schema(description = "The gain of all sells up to then, since the first trade", example = "50")
            String realised,

            @Schema(description = "realised + value − cost", example = "250")
            String total,

            @Schema(
                    description = "The time-weighted return since the start of the span, in percent; null where there"
                            + " was no value up to then",
                    example = "20")
            @Nullable
            String timeWeighted,

            @Schema(description = "Whether a price was old even then, or no market had quoted it lately")
            boolean stale) {

        static PointAnswer of(Performance.Point point) {
            return new PointAnswer(
                    point.at(),
                    Decimals.text(point.value()),
                    Decimals.text(point.cost()),
                    Decimals.text(point.realised()),
                    Decimals.text(point.total()),
                    point.timeWeighted().map(BigDecimal::toPlainString).orElse(null),
                    point.stale());
        }
    }

    /** The rates at which what went in and out balances (XIRR). */
    @Schema(name = "MoneyWeighted")
    record MoneyWeighted(
            @Schema(
                    description = "How many rates there are: unique (one, and proven to be the only one), found (one,"
                            + " and others can't be ruled out), several, none",
                    allowableValues = {"unique", "found", "several", "none"},
                    example = "unique")
            String solution,

            List<RateAnswer> rates) {

        static MoneyWeighted of(MoneyWeightedReturn found) {
            return new MoneyWeighted(
                    found.solution().wireName(),
                    found.rates().stream().map(RateAnswer::of).toList());
        }
    }

    /** A rate. */
    @Schema(name = "MoneyWeightedRate")
    record RateAnswer(
            @Schema(
                    description = "Percent a year of 365 days; null where it is beyond ten million times a year",
                    example = "37.3363")
            @Nullable
            String annual,

            @Schema(
                    description = "Percent over all the days from the first flow to the last one, not annualised",
                    example = "48.6")
            String span) {

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
