package io.trakkit.bench.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void percentilesAndThePartThatTookNoLonger() {
        Latencies latencies = new Latencies();
        for (int i = 1; i <= 100; i++) {
            latencies.add(TimeUnit.MILLISECONDS.toNanos(i));
        }

        assertThat(latencies.millis(50)).isBetween(50.0, 50.1);
        assertThat(latencies.percentWithin(75)).isEqualTo(75.0);
        assertThat(latencies.percentWithin(200)).isEqualTo(100.0);
    }
}
