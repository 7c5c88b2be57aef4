package io.trakkit.feed.run;

import io.trakkit.feed.source.SourceKind;
import java.time.Duration;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.scheduling.support.CronExpression;

/**
 * The settings {@code trakkit.feed.*}: the source of prices and its schedule.
 *
 * @param source the source of prices: none, http, csv or kafka (none)
 * @param cron the times of the runs: second, minute, hour, day of the month, month, day of the week, as Spring's
 *     CronExpression reads it (0 * * * * *, every minute)
 * @param zone the time zone of the cron expression (UTC)
 * @param adjusted whether the prices of the source include all splits up to the time at which it states them, unless a quote
 *     says otherwise (false: raw prices)
 * @param exactHistory the age up to which the history keeps every quote (7d, also the minimum). Of older quotes it
 *     keeps the first and the last of each five minutes
 */
@ConfigurationProperties("trakkit.feed")
public record FeedSettings(
        @DefaultValue("none") SourceKind source,
        @DefaultValue("0 * * * * *") String cron,
        @DefaultValue("UTC") ZoneId zone,
        @DefaultValue("false") boolean adjusted,
        @DefaultValue("7d") Duration exactHistory) {

    private static final Duration LEAST_EXACT_HISTORY = Duration.ofDays(7);

    /**
     * @throws IllegalArgumentException if the cron expression is invalid, or {@code exactHistory} is less than 7 days
     */
    public FeedSettings {
        CronExpression.parse(cron);
        if (exactHistory.compareTo(LEAST_EXACT_HISTORY) < 0) {
            throw new IllegalArgumentException("trakkit.feed.exact-history must be at least 7d, not " + exactHistory);
        }
    }
}
