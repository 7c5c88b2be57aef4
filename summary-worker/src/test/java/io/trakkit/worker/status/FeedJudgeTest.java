package io.trakkit.worker.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.store.prices.FeedReports.FeedReport;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FeedJudgeTest {

    private static final Instant RAN = Instant.parse("2026-11-01T12:00:01Z");
    private static final Instant DONE = Instant.parse("2026-11-01T11:00:00Z");
    private static final Instant NEXT = Instant.parse("2026-11-01T12:01:00Z");

    @Test
    void withoutAReportItIsUnknown() {
        assertThat(FeedJudge.judge(Optional.empty(), RAN).state()).isEqualTo(Component.State.UNKNOWN);
    }

    @Test
    void aGoodRunIsOkUntilTheNextOneIsTwoMinutesLate() {
        Optional<FeedReport> report = Optional.of(report("done"));

        assertThat(FeedJudge.judge(report, NEXT.plusSeconds(120)))
                .isEqualTo(
                        Component.ok(Component.Name.PRICE_FEED, "source http, last run at 2026-11-01T12:00:01Z: done"));
        assertThat(FeedJudge.judge(report, NEXT.plusSeconds(121)))
                .isEqualTo(
                        Component.warn(
                                Component.Name.PRICE_FEED,
                                "The run due at 2026-11-01T12:01:00Z is missing; source http, last run at 2026-11-01T12:00:01Z: done"));
    }

    @Test
    void aFailedRunIsAWarningWithTheLastGoodOne() {
        assertThat(FeedJudge.judge(Optional.of(report("source_failed")), NEXT))
                .isEqualTo(
                        Component.warn(
                                Component.Name.PRICE_FEED,
                                "source http, last run at 2026-11-01T12:00:01Z: source_failed; the last good run was at 2026-11-01T11:00:00Z"));
    }

    @Test
    void aScheduleThatHasEndedIsNeverLate() {
        FeedReport report = new FeedReport("csv", "done", RAN, Optional.of(DONE), Optional.empty());

        assertThat(FeedJudge.judge(Optional.of(report), RAN.plusSeconds(86_400)).state())
                .isEqualTo(Component.State.OK);
    }

    private static FeedReport report(String outcome) {
        return new FeedReport("http", outcome, RAN, Optional.of(DONE), Optional.of(NEXT));
    }
}
