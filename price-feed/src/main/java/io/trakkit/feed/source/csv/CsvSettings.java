package io.trakkit.feed.source.csv;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * A file of prices; {@code trakkit.feed.csv.*}. Its first line names the columns, in any order; there may be others.
 *
 * @param file where it lies, such as {@code file:/data/prices.csv}; read again when it has changed
 * @param dateColumn what the column of the dates is called (date)
 * @param tickerColumn what the column of the tickers is called (ticker)
 * @param priceColumn what the column of the prices is called (price)
 * @param dateFormat how the dates are written, by the letters of Java's DateTimeFormatter (uuuu-MM-dd)
 * @param zone where the days of the dates begin, which is the time of a quote (UTC)
 * @param replay for demonstrations: after the file's own quotes, its prices are quoted anew as of now, one date a run,
 *     from the first to the last and round again (false)
 */
@ConfigurationProperties("trakkit.feed.csv")
public record CsvSettings(
        @Nullable Resource file,
        @DefaultValue("date") String dateColumn,
        @DefaultValue("ticker") String tickerColumn,
        @DefaultValue("price") String priceColumn,
        @DefaultValue("uuuu-MM-dd") String dateFormat,
        @DefaultValue("UTC") ZoneId zone,
        @DefaultValue("false") boolean replay) {}
