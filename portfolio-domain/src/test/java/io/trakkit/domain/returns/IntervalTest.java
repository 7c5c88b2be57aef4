package io.trakkit.domain.returns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.value.InvalidValueException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How a span is divided, and when a portfolio is valued on the way. */
class IntervalTest {

    @Test
    void daysBeginAtMidnightUtcAndTheEndsAreThoseAskedFor() {
        assertThat(Interval.DAY.divide(at("2026-03-01T17:30:00Z"), at("2026-03-03T09:00:00Z"), ZoneOffset.UTC, 10))
                .containsExactly(
                        at("2026-03-01T17:30:00Z"),
                        at("2026-03-02T00:00:00Z"),
                        at("2026-03-03T00:00:00Z"),
                        at("2026-03-03T09:00:00Z"));
    }

    @Test
    void weeksBeginOnMondays() {
        assertThat(Interval.WEEK.divide(at("2026-02-25T00:00:00Z"), at("2026-03-09T00:00:00Z"), ZoneOffset.UTC, 10))
                .containsExactly(at("2026-02-25T00:00:00Z"), at("2026-03-02T00:00:00Z"), at("2026-03-09T00:00:00Z"));
    }

    @Test
    void monthsEndWhereTheyEndAlsoInLeapYears() {
        assertThat(Interval.MONTH.divide(at("2024-01-31T00:00:00Z"), at("2024-03-01T00:00:00Z"), ZoneOffset.UTC, 10))
                .containsExactly(at("2024-01-31T00:00:00Z"), at("2024-02-01T00:00:00Z"), at("2024-03-01T00:00:00Z"));
        assertThat(Interval.DAY.divide(at("2024-02-28T00:00:00Z"), at("2024-03-01T00:00:00Z"), ZoneOffset.UTC, 10))
                .contains(at("2024-02-29T00:00:00Z"));
    }

    @Test
    void anEmptySpanAndTooManyIntervalsAreRefused() {
        Instant time = at("2026-03-01T00:00:00Z");
        assertThatThrownBy(() -> Interval.DAY.divide(time, time, ZoneOffset.UTC, 10))
                .isInstanceOf(InvalidValueException.class);
        assertThat(Interval.DAY.divide(time, at("2026-03-11T00:00:00Z"), ZoneOffset.UTC, 10))
                .hasSize(11);
        assertThatThrownBy(() -> Interval.DAY.divide(time, at("2026-03-11T00:00:01Z"), ZoneOffset.UTC, 10))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("more than 10 intervals");
    }

    @Test
    void aSpanIsValuedAtItsPointsAndAtTheMomentsOfTradesWithinIt() {
        List<Instant> points =
                List.of(at("2026-03-01T12:00:00Z"), at("2026-03-15T00:00:00Z"), at("2026-03-31T12:00:00Z"));

        Timeline timeline = Timeline.of(
                points,
                List.of(
                        at("2026-03-15T00:00:00Z"),
                        at("2026-03-02T09:30:00Z"),
                        at("2026-03-01T12:00:00Z"),
                        at("2026-03-01T11:59:59Z"),
                        at("2026-03-31T12:00:00.000001Z")));

        assertThat(moments(timeline))
                .containsExactly(
                        at("2026-03-01T12:00:00Z"),
                        at("2026-03-02T09:30:00Z"),
                        at("2026-03-15T00:00:00Z"),
                        at("2026-03-31T12:00:00Z"));
        assertThat(IntStream.range(0, timeline.points()).map(timeline::momentOf))
                .containsExactly(0, 2, 3);
        assertThat(timeline.firstAt(at("2026-03-15T00:00:00Z"), 1)).isEqualTo(2);
        assertThat(timeline.firstAt(at("2026-03-15T00:00:00.000001Z"), 1)).isEqualTo(3);
        assertThat(timeline.firstAt(at("2026-01-01T00:00:00Z"), 1)).isEqualTo(1);
    }

    @Test
    void tradesAtMoreMomentsThanFitAreRefusedInWords() {
        Instant start = at("2026-03-01T00:00:00Z");
        List<Instant> moments = IntStream.rangeClosed(0, Timeline.MOST_TRADE_MOMENTS)
                .mapToObj(start::plusSeconds)
                .toList();

        assertThatThrownBy(() -> Timeline.of(List.of(start, at("2026-04-01T00:00:00Z")), moments))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("is too early: the span has trades at more than 200000 moments; ask for a shorter span");
    }

    private static List<Instant> moments(Timeline timeline) {
        return IntStream.range(0, timeline.size()).mapToObj(timeline::moment).toList();
    }

    /** On 29 March 2026 Berlin goes from UTC+1 to UTC+2: that day has 23 hours. */
    @Test
    void daysAreThoseOfTheZone() {
        assertThat(Interval.DAY.divide(
                        at("2026-03-28T12:00:00Z"), at("2026-03-30T12:00:00Z"), ZoneId.of("Europe/Berlin"), 10))
                .containsExactly(
                        at("2026-03-28T12:00:00Z"),
                        at("2026-03-28T23:00:00Z"),
                        at("2026-03-29T22:00:00Z"),
                        at("2026-03-30T12:00:00Z"));
        assertThat(Interval.MONTH.divide(
                        at("2026-01-31T23:30:00Z"), at("2026-03-01T00:00:00Z"), ZoneId.of("Asia/Kolkata"), 10))
                .containsExactly(at("2026-01-31T23:30:00Z"), at("2026-02-28T18:30:00Z"), at("2026-03-01T00:00:00Z"));
    }

    /** In Beirut the clock goes forward over midnight; Samoa left out 30 December 2011. */
    @Test
    void aDayBeginsWithItsFirstTime() {
        assertThat(Interval.DAY.divide(
                        at("2021-03-27T12:00:00Z"), at("2021-03-28T12:00:00Z"), ZoneId.of("Asia/Beirut"), 10))
                .containsExactly(at("2021-03-27T12:00:00Z"), at("2021-03-27T22:00:00Z"), at("2021-03-28T12:00:00Z"));
        assertThat(Interval.DAY.divide(
                        at("2011-12-29T20:00:00Z"), at("2011-12-31T20:00:00Z"), ZoneId.of("Pacific/Apia"), 10))
                .containsExactly(
                        at("2011-12-29T20:00:00Z"),
                        at("2011-12-30T10:00:00Z"),
                        at("2011-12-31T10:00:00Z"),
                        at("2011-12-31T20:00:00Z"));
    }

    private static Instant at(String time) {
        return Instant.parse(time);
    }
}
