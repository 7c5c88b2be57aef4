package io.trakkit.feed.run;

import io.trakkit.domain.price.CurrencyPair;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Ticker;
import io.trakkit.feed.source.SourceKind;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
 * @param rates the pairs of currencies whose rates the source has as prices, each with its ticker there, such as
 *     USD/EUR=USDEUR (none)
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
        @DefaultValue List<String> rates,
        @DefaultValue("false") boolean adjusted,
        @DefaultValue("7d") Duration exactHistory) {

    private static final Duration LEAST_EXACT_HISTORY = Duration.ofDays(7);

    /**
     * @throws IllegalArgumentException if the cron expression or a rate is invalid, or {@code exactHistory} is less than 7 days
     */
    public FeedSettings {
        CronExpression.parse(cron);
        rates = List.copyOf(rates);
        var _ = rateTickers(rates);
        if (exactHistory.compareTo(LEAST_EXACT_HISTORY) < 0) {
            throw new IllegalArgumentException("trakkit.feed.exact-history must be at least 7d, not " + exactHistory);
        }
    }

    /** The pairs of {@code rates} by the tickers of the source. */
    Map<Ticker, CurrencyPair> rateTickers() {
        return rateTickers(rates);
    }

    private static Map<Ticker, CurrencyPair> rateTickers(List<String> rates) {
        Map<Ticker, CurrencyPair> tickers = new TreeMap<>();
        for (String rate : rates) {
            int equals = rate.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException(
                        "trakkit.feed.rates must have the ticker of each pair, such as USD/EUR=USDEUR, not " + rate);
            }
            try {
                CurrencyPair pair = CurrencyPair.parse(rate.substring(0, equals));
                Ticker ticker = Ticker.parse(rate.substring(equals + 1));
                if (tickers.put(ticker, pair) != null) {
                    throw new IllegalArgumentException("trakkit.feed.rates has the ticker " + ticker + " twice");
                }
            } catch (InvalidValueException e) {
                throw new IllegalArgumentException("trakkit.feed.rates: " + rate + " " + e.getMessage(), e);
            }
        }
        return tickers;
    }
}
