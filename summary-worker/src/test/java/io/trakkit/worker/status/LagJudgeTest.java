package io.trakkit.worker.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LagJudgeTest {

    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

    private final LagJudge judge = new LagJudge(new StatusSettings(Duration.ofSeconds(30), Duration.ofSeconds(60)));

    @Test
    void aPartitionWithoutWaitingRecordsIsOk() {
        PartitionLag lag = judge(0, 7, 7, 0);

        assertThat(lag.status()).isEqualTo(PartitionStatus.OK);
        assertThat(lag.records()).isZero();
        assertThat(lag.seconds()).contains(new BigDecimal("0.000"));
    }

    @Test
    void aRecordThatWaits30SecondsIsAWarning() {
        assertThat(judge(0, 7, 9, 29).status()).isEqualTo(PartitionStatus.OK);

        PartitionLag lag = judge(1, 8, 9, 30);

        assertThat(lag.status()).isEqualTo(PartitionStatus.WARN);
        assertThat(lag.records()).isEqualTo(1);
        assertThat(lag.seconds()).contains(new BigDecimal("30.000"));
    }

    @Test
    void progressThatStandsStillFor60SecondsIsStalled() {
        judge(0, 7, 8, 0);
        assertThat(judge(59, 7, 9, 59).status()).isEqualTo(PartitionStatus.WARN);

        PartitionLag lag = judge(60, 7, 10, 60);

        assertThat(lag.status()).isEqualTo(PartitionStatus.STALLED);
        assertThat(lag.stuckSince()).contains(START);
    }

    @Test
    void aBacklogThatIsBeingAppliedIsNotStalled() {
        judge(0, 100, 900, 3_600);
        judge(50, 101, 900, 3_600);

        assertThat(judge(100, 102, 900, 3_600).status()).isEqualTo(PartitionStatus.WARN);
    }

    @Test
    void timeWithoutWaitingRecordsIsNoStandstill() {
        judge(0, 7, 8, 0);
        judge(10, 8, 8, 0);

        assertThat(judge(3_600, 8, 9, 0).status()).isEqualTo(PartitionStatus.OK);
        assertThat(judge(3_659, 8, 9, 0).status()).isEqualTo(PartitionStatus.OK);
        assertThat(judge(3_660, 8, 9, 0).status()).isEqualTo(PartitionStatus.STALLED);
    }

    @Test
    void eachPartitionIsJudgedByItself() {
        judge.judge(0, 7, 8, Optional.empty(), START);
        judge.judge(1, 7, 8, Optional.empty(), START.plusSeconds(40));

        assertThat(judge.judge(0, 7, 8, Optional.empty(), START.plusSeconds(60)).status())
                .isEqualTo(PartitionStatus.STALLED);
        assertThat(judge.judge(1, 7, 8, Optional.empty(), START.plusSeconds(60)).status())
                .isEqualTo(PartitionStatus.OK);
    }

    @Test
    void aTimeThatIsNotKnownOrAheadOfTheClockIsNoWarning() {
        PartitionLag unknown = judge.judge(0, 7, 8, Optional.empty(), START);
        PartitionLag ahead = judge.judge(0, 7, 8, Optional.of(START.plusSeconds(100)), START);

        assertThat(unknown.seconds()).isEmpty();
        assertThat(unknown.status()).isEqualTo(PartitionStatus.OK);
        assertThat(ahead.seconds()).contains(new BigDecimal("0.000"));
    }

    /** @param waited the seconds for which the oldest record waits */
    private PartitionLag judge(long second, long applied, long end, long waited) {
        Instant now = START.plusSeconds(second);
        return judge.judge(3, applied, end, Optional.of(now.minusSeconds(waited)), now);
    }
}
