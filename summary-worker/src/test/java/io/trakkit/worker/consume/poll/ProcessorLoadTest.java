package io.trakkit.worker.consume.poll;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessorLoadTest {

    private long nanos;
    private int sample = 800;
    private int samples;
    private final ProcessorLoad load = new ProcessorLoad(
            () -> {
                samples++;
                return sample;
            },
            () -> nanos);

    @Test
    void itIsAMeanOverASecond() {
        assertThat(after(250)).isEqualTo(200);
        assertThat(after(250)).isEqualTo(350);
        assertThat(after(500)).isEqualTo(575);

        sample = 400;
        assertThat(after(1_000)).isEqualTo(400);
        assertThat(after(60_000)).isEqualTo(400);
    }

    @Test
    void itIsMeasuredFourTimesASecondAtMost() {
        assertThat(after(249)).isZero();
        assertThat(samples).isZero();

        for (int poll = 0; poll < 1_000; poll++) {
            after(1);
        }
        assertThat(samples).isEqualTo(4);
    }

    @Test
    void anUnknownLoadChangesNothing() {
        after(1_000);

        sample = -1;
        assertThat(after(1_000)).isEqualTo(800);
    }

    @Test
    void theFiguresOfTheJvmArePerMille() {
        assertThat(ProcessorLoad.perMille(0)).isZero();
        assertThat(ProcessorLoad.perMille(0.8)).isEqualTo(800);
        assertThat(ProcessorLoad.perMille(1)).isEqualTo(1_000);
        assertThat(ProcessorLoad.perMille(-1)).isNegative();
        assertThat(ProcessorLoad.perMille(Double.NaN)).isNegative();
    }

    @Test
    void thisMachineHasOne() {
        ProcessorLoad ofThisMachine = ProcessorLoad.ofThisMachine();

        patiently().until(() -> ofThisMachine.mean() > 0);
        assertThat(ofThisMachine.mean()).isLessThanOrEqualTo(1_000);
    }

    private int after(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
        return load.mean();
    }
}
