package io.trakkit.worker.consume.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ProcessorLoadTest {

    private static final Offset<Double> ROUNDING = within(1e-9);

    private long nanos;
    private double sample;
    private int samples;
    private final ProcessorLoad load = new ProcessorLoad(
            () -> {
                samples++;
                return sample;
            },
            () -> nanos);

    @Test
    void itIsAMeanOverASecond() {
        sample = 0.8;
        assertThat(after(250)).isEqualTo(0.2, ROUNDING);
        assertThat(after(250)).isEqualTo(0.35, ROUNDING);
        assertThat(after(500)).isEqualTo(0.575, ROUNDING);

        sample = 0.4;
        assertThat(after(1_000)).isEqualTo(0.4, ROUNDING);
        assertThat(after(60_000)).isEqualTo(0.4, ROUNDING);
    }

    @Test
    void itIsMeasuredFourTimesASecondAtMost() {
        sample = 0.8;
        assertThat(after(249)).isZero();
        assertThat(samples).isZero();

        for (int poll = 0; poll < 1_000; poll++) {
            after(1);
        }
        assertThat(samples).isEqualTo(4);
    }

    @Test
    void anUnknownLoadChangesNothing() {
        sample = 0.8;
        after(1_000);

        sample = -1;
        assertThat(after(1_000)).isEqualTo(0.8, ROUNDING);
        sample = Double.NaN;
        assertThat(after(1_000)).isEqualTo(0.8, ROUNDING);
    }

    @Test
    void thisMachineHasOne() {
        assertThat(ProcessorLoad.ofThisMachine().mean()).isBetween(0.0, 1.0);
    }

    private double after(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
        return load.mean();
    }
}
