package io.trakkit.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trakkit.bench.report.Rate.Moment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateTest {

    private static final long SECOND = 1_000_000_000;

    @Test
    void aSlowStartIsLeftOut() {
        // Nothing for 5 s, 300 by 10 s, then 100 a second.
        Rate rate = new Rate(List.of(
                new Moment(0, 0),
                new Moment(5 * SECOND, 0),
                new Moment(10 * SECOND, 300),
                new Moment(17 * SECOND, 1_000)));

        assertThat(rate.sustained()).isCloseTo(100, within(1e-9));
    }

    @Test
    void betweenTwoLooksAllGoesOnAtTheSamePace() {
        Rate rate = new Rate(List.of(new Moment(0, 0), new Moment(SECOND, 1_000), new Moment(3 * SECOND, 2_000)));

        assertThat(rate.between(0, 0.5)).isCloseTo(1_000, within(1e-9));
        assertThat(rate.between(0.75, 1)).isCloseTo(500, within(1e-9));
        assertThat(rate.tenthsShown()).isEqualTo("1,000  1,000  1,000  1,000  1,000  500  500  500  500  500");
    }

    @Test
    void whatIsSlowIsLookedAtForSoLongOnly() {
        AtomicLong done = new AtomicLong();

        Rate.watch(done::incrementAndGet, Long.MAX_VALUE, Duration.ofMillis(100), new ProgressLog());

        assertThat(done.get()).isPositive();
    }
}
