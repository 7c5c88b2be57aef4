package io.trakkit.worker.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ThroughputTest {

    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

    private final Throughput throughput = new Throughput();

    @Test
    void ratesAreThoseSinceTheFirstMeasurement() {
        assertThat(throughput.add(START, 100, 200)).isEmpty();

        assertThat(throughput.add(START.plusSeconds(10), 150, 220))
                .contains(rates("5.0", "2.0", Duration.ofSeconds(10)));
    }

    @Test
    void measurementsOfMoreThanAMinuteAgoDoNotCount() {
        throughput.add(START, 0, 0);
        throughput.add(START.plusSeconds(30), 1_000, 1_000);
        throughput.add(START.plusSeconds(60), 1_030, 1_000);

        assertThat(throughput.add(START.plusSeconds(90), 1_060, 1_060))
                .contains(rates("1.0", "1.0", Duration.ofSeconds(60)));
    }

    @Test
    void aRewindIsNoRate() {
        throughput.add(START, 100, 100);

        assertThat(throughput.add(START.plusSeconds(10), 0, 100)).isEmpty();
        assertThat(throughput.add(START.plusSeconds(20), 100, 100))
                .contains(rates("10.0", "0.0", Duration.ofSeconds(10)));
    }

    private static Throughput.Rates rates(String applied, String logged, Duration over) {
        return new Throughput.Rates(new BigDecimal(applied), new BigDecimal(logged), over);
    }
}
