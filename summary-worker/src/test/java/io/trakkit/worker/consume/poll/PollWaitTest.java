package io.trakkit.worker.consume.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PollWaitTest {

    private static final int BUSY = 1_000;

    private final PollWait rule = new PollWait(Duration.ofMillis(20), 2000);

    @ParameterizedTest
    @CsvSource({"0, 0", "300, 0", "500, 0", "600, 5", "700, 10", "800, 15", "900, 20", "1000, 20"})
    void theWaitGrowsWithTheLoad(int load, long millis) {
        rule.polled(13);

        assertThat(rule.next(load)).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void nothingWaitsBeforeTheFirstPollNorAfterOneWithoutRecords() {
        assertThat(rule.next(BUSY)).isZero();

        rule.polled(13);
        rule.polled(0);
        assertThat(rule.next(BUSY)).isZero();
    }

    @Test
    void aDrainDoesNotWait() {
        rule.polled(2000);
        assertThat(rule.next(BUSY)).isZero();

        // The rest of a fetch comes now and then: 700, and once 40.
        rule.polled(700);
        assertThat(rule.next(BUSY)).isZero();
        rule.polled(40);
        assertThat(rule.next(BUSY)).isZero();
        rule.polled(2000);
        assertThat(rule.next(BUSY)).isZero();
    }

    @Test
    void waitsAgainAfterTheDrain() {
        rule.polled(2000);
        rule.polled(13);
        rule.polled(13);
        // 2000, 1000, 500, 250: an eighth of the most records is still large.
        rule.polled(13);
        assertThat(rule.next(BUSY)).isZero();

        rule.polled(13);
        assertThat(rule.next(BUSY)).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void batchesOfOneRecordNeverWait() {
        PollWait ofOne = new PollWait(Duration.ofMillis(20), 1);
        ofOne.polled(1);

        assertThat(ofOne.next(BUSY)).isZero();
    }

    @Test
    void zeroSwitchesItOff() {
        PollWait off = new PollWait(Duration.ZERO, 2000);
        off.polled(13);

        assertThat(off.next(BUSY)).isZero();
    }
}
