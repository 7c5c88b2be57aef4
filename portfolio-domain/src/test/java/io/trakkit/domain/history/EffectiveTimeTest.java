package io.trakkit.domain.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class EffectiveTimeTest {

    private final EffectiveTime effectiveTime = new EffectiveTime();

    @Test
    void aTradeCountsFromItsExecutionOnThoughItIsReportedLater() {
        assertThat(next("09:00", "12:00")).isEqualTo(time("09:00"));
        assertThat(next("10:00", "10:00")).isEqualTo(time("10:00"));
    }

    @Test
    void oneThatIsExecutedAfterItsReceiptCountsFromItsReceiptOn() {
        assertThat(next("14:30", "09:00")).isEqualTo(time("09:00"));
        assertThat(next("15:00", "15:10")).isEqualTo(time("15:00"));
    }

    /** Received at 9, executed at 10: it comes after one that counts from 9:30 on. */
    @Test
    void noneCountsBeforeThoseThatComeBeforeIt() {
        assertThat(next("09:30", "09:40")).isEqualTo(time("09:30"));
        assertThat(next("10:00", "09:00")).isEqualTo(time("09:30"));
        assertThat(next("10:01", "09:45")).isEqualTo(time("09:45"));
    }

    private Instant next(String executed, String received) {
        return effectiveTime.next(time(executed), time(received));
    }

    private static Instant time(String text) {
        return Instant.parse("2025-01-02T" + text + ":00Z");
    }
}
