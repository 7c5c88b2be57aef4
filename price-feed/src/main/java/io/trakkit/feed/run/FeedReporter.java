package io.trakkit.feed.run;

import io.trakkit.feed.run.FeedRuns.Outcome;
import io.trakkit.store.prices.FeedReports;
import io.trakkit.store.prices.FeedReports.FeedReport;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.support.CronExpression;

/** Writes what came of each run of the leading instance where a worker can show it to operators. */
final class FeedReporter {

    private static final Logger LOG = LoggerFactory.getLogger(FeedReporter.class);

    private final FeedReports reports;
    private final FeedSettings settings;
    private final CronExpression cron;
    private final Clock clock;

    FeedReporter(FeedReports reports, FeedSettings settings, Clock clock) {
        this.reports = reports;
        this.settings = settings;
        this.cron = CronExpression.parse(settings.cron());
        this.clock = clock;
    }

    /** Never throws, so that the next run happens. */
    void report(Outcome outcome) {
        switch (outcome) {
            case DONE, REDIS_AWAY, SOURCE_FAILED, FAILED -> write(outcome);
            case STANDBY -> LOG.trace("The leading instance reports");
            case DATABASE_AWAY -> LOG.trace("No report without the database; the missing report is noticed");
        }
    }

    private void write(Outcome outcome) {
        Instant now = clock.instant();
        @Nullable ZonedDateTime next = cron.next(now.atZone(settings.zone()));
        try {
            reports.report(new FeedReport(
                    name(settings.source()),
                    name(outcome),
                    now,
                    outcome == Outcome.DONE ? Optional.of(now) : Optional.empty(),
                    Optional.ofNullable(next).map(ZonedDateTime::toInstant)));
        } catch (DataAccessException e) {
            LOG.warn(
                    "Cannot report the run of the price feed: {}",
                    e.getMostSpecificCause().toString());
        }
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
