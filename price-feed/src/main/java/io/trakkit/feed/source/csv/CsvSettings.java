package io.trakkit.feed.source.csv;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * A file of prices; {@code trakkit.feed.csv.*}. Its first line names the columns, in any order; there may be others.
 *
 * @param file its address, such as {@code file:/data/prices.csv}; it is read again after a change
 * @param dateColumn the name of the column with the dates (date)
 * @param tickerColumn the name of the column with the tickers (ticker)
 * @param priceColumn the name of the column with the prices (price)
 * @param currencyColumn the name of the column with the currencies; empty: all prices are in {@code trakkit.prices.currency}
 * @param dateFormat the format of the dates, in the letters of Java's DateTimeFormatter (uuuu-MM-dd)
 * @param zone the time zone in which a date begins; the quote has that time (UTC)
 * @param replay for demonstrations: after the quotes of the file, quotes its prices again as of now, one date per run, from
 *     the first to the last in a loop (false)
 */
@ConfigurationProperties("trakkit.feed.csv")
public record CsvSettings(
        @Nullable Resource file,
        @DefaultValue("date") String dateColumn,
        @DefaultValue("ticker") String tickerColumn,
        @DefaultValue("price") String priceColumn,
        @DefaultValue("") String currencyColumn,
        @DefaultValue("uuuu-MM-dd") String dateFormat,
        @DefaultValue("UTC") ZoneId zone,
        @DefaultValue("false") boolean replay) {}
