package io.trakkit.domain.returns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.InvalidValueException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How a span is divided, and when a portfolio is valued on the way. */
class IntervalTest {

    @Test
    void daysBeginAtMidnightUtcAndTheEndsAreThoseAskedFor() {
        assertThat(Interval.DAY.divide(at("2026-03-01T17:30:00Z"), at("2026-03-03T09:00:00Z"), 10))
                .containsExactly(
                        at("2026-03-01T17:30:00Z"),
                        at("2026-03-02T00:00:00Z"),
                        at("2026-03-03T00:00:00Z"),
                        at("2026-03-03T09:00:00Z"));
    }

    @Test
    void weeksBeginOnMondays() {
        assertThat(Interval.WEEK.divide(at("2026-02-25T00:00:00Z"), at("2026-03-09T00:00:00Z"), 10))
                .containsExactly(at("2026-02-25T00:00:00Z"), at("2026-03-02T00:00:00Z"), at("2026-03-09T00:00:00Z"));
    }

    @Test
    void monthsEndWhereTheyEndAlsoInLeapYears() {
        assertThat(Interval.MONTH.divide(at("2024-01-31T00:00:00Z"), at("2024-03-01T00:00:00Z"), 10))
                .containsExactly(at("2024-01-31T00:00:00Z"), at("2024-02-01T00:00:00Z"), at("2024-03-01T00:00:00Z"));
        assertThat(Interval.DAY.divide(at("2024-02-28T00:00:00Z"), at("2024-03-01T00:00:00Z"), 10))
                .contains(at("2024-02-29T00:00:00Z"));
    }

    @Test
    void anEmptySpanAndTooManyIntervalsAreRefused() {
        Instant time = at("2026-03-01T00:00:00Z");
        assertThatThrownBy(() -> Interval.DAY.divide(time, time, 10)).isInstanceOf(InvalidValueException.class);
        assertThat(Interval.DAY.divide(time, at("2026-03-11T00:00:00Z"), 10)).hasSize(11);
        assertThatThrownBy(() -> Interval.DAY.divide(time, at("2026-03-11T00:00:01Z"), 10))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("more than 10 intervals");
    }

    @Test
    void aDayWithFlowsIsValuedBeforeAndAfter() {
        List<Instant> wanted = List.of(at("2026-03-01T12:00:00Z"), at("2026-03-31T12:00:00Z"));

        Timeline timeline = Timeline.of(
                wanted,
                List.of(LocalDate.parse("2026-03-01"), LocalDate.parse("2026-03-15"), LocalDate.parse("2026-03-31")));

        assertThat(times(timeline))
                .containsExactly(
                        at("2026-03-01T12:00:00Z"),
                        at("2026-03-02T00:00:00Z"),
                        at("2026-03-15T00:00:00Z"),
                        at("2026-03-16T00:00:00Z"),
                        at("2026-03-31T00:00:00Z"),
                        at("2026-03-31T12:00:00Z"));
        assertThat(timeline.isWanted(0)).isTrue();
        assertThat(timeline.isWanted(1)).isFalse();
        assertThat(timeline.firstAt(at("2026-03-15T00:00:00Z"))).isEqualTo(2);
        assertThat(timeline.firstAt(at("2026-03-15T00:00:00.000001Z"))).isEqualTo(3);
    }

    @Test
    void whatHappensAtMidnightBelongsToTheDayThatEnds() {
        assertThat(Timeline.dayOf(at("2026-03-01T00:00:00Z"))).isEqualTo("2026-02-28");
        assertThat(Timeline.dayOf(at("2026-03-01T00:00:00.000001Z"))).isEqualTo("2026-03-01");
    }

    private static List<Instant> times(Timeline timeline) {
        return IntStream.range(0, timeline.size()).mapToObj(timeline::time).toList();
    }

    private static Instant at(String time) {
        return Instant.parse(time);
    }
}
