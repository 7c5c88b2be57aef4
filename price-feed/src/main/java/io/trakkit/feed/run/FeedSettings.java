package io.trakkit.feed.run;

import io.trakkit.feed.source.SourceKind;
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
 */
@ConfigurationProperties("trakkit.feed")
public record FeedSettings(
        @DefaultValue("none") SourceKind source,
        @DefaultValue("0 * * * * *") String cron,
        @DefaultValue("UTC") ZoneId zone) {

    /** @throws IllegalArgumentException if the expression is none */
    public FeedSettings {
        CronExpression.parse(cron);
    }
}
