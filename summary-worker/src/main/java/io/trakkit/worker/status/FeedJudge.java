package io.trakkit.worker.status;

import io.trakkit.store.prices.FeedReports.FeedReport;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Tells from the last report of price-feed whether it works. */
final class FeedJudge {

    /** A run that is due may wait for another instance to take the lead, and may take a while itself. */
    private static final Duration GRACE = Duration.ofMinutes(2);

    private static final String DONE = "done";

    private FeedJudge() {}

    /** @param report empty if there is none */
    static Component judge(Optional<FeedReport> report, Instant now) {
        return report.map(last -> judge(last, now))
                .orElseGet(() -> Component.unknown(Component.Name.PRICE_FEED, "No instance has reported a run yet"));
    }

    private static Component judge(FeedReport report, Instant now) {
        Optional<Instant> missed =
                report.nextRunAt().filter(next -> next.plus(GRACE).isBefore(now));
        String last = "source " + report.source() + ", last run at " + text(report.ranAt()) + ": " + report.outcome();
        if (missed.isPresent()) {
            return Component.warn(
                    Component.Name.PRICE_FEED, "The run due at " + text(missed.get()) + " is missing; " + last);
        }
        if (report.outcome().equals(DONE)) {
            return Component.ok(Component.Name.PRICE_FEED, last);
        }
        return Component.warn(
                Component.Name.PRICE_FEED,
                last
                        + report.doneAt()
                                .map(done -> "; the last good run was at " + text(done))
                                .orElse("; no run was good yet"));
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
