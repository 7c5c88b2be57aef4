package io.trakkit.feed.run;

import io.trakkit.feed.source.SourceKind;
import java.time.Duration;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.scheduling.support.CronExpression;

/**
 * When prices are asked for; {@code trakkit.feed.*}.
 *
 * @param source where they come from: none, http, csv or kafka (none)
 * @param cron when: second, minute, hour, day of the month, month, day of the week, as Spring's CronExpression reads it
 *     (0 * * * * *, every minute)
 * @param zone what the hours and days of the cron expression are of (UTC)
 * @param exactHistory how far back the history keeps every quote (7d, which is also the least); of older ones the first and
 *     the last of each five minutes
 */
@ConfigurationProperties("trakkit.feed")
public record FeedSettings(
        @DefaultValue("none") SourceKind source,
        @DefaultValue("0 * * * * *") String cron,
        @DefaultValue("UTC") ZoneId zone,
        @DefaultValue("7d") Duration exactHistory) {

    private static final Duration LEAST_EXACT_HISTORY = Duration.ofDays(7);

    /** @throws IllegalArgumentException if the expression is none, or the history would be exact for less than 7 days */
    public FeedSettings {
        CronExpression.parse(cron);
        if (exactHistory.compareTo(LEAST_EXACT_HISTORY) < 0) {
            throw new IllegalArgumentException("trakkit.feed.exact-history must be at least 7d, not " + exactHistory);
        }
    }
}
