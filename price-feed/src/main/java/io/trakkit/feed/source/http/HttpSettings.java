package io.trakkit.feed.source.http;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * A market data service over HTTP; {@code trakkit.feed.http.*}.
 *
 * @param url where to ask, with {@code {tickers}} in its path or query for the tickers of a request:
 *     {@code https://example.com/quotes?symbols={tickers}}. The host is fixed, and redirects are not followed
 * @param batchSize how many tickers a request asks for (50)
 * @param separator what stands between the tickers (,)
 * @param headers what else is sent, such as a key
 * @param quotes the JSON pointer of the array with the quotes, or of an object that has them by ticker; empty for the whole
 *     document
 * @param ticker the JSON pointer of the ticker in a quote; empty where the quotes stand in an object by ticker, or where a
 *     request asks for one ticker and the whole is its quote
 * @param price the JSON pointer of the price in a quote (/price)
 * @param time the JSON pointer of the time in a quote; empty where there is none, and the time of receipt counts
 * @param timeFormat how times are written (rfc3339)
 * @param currency the JSON pointer of the currency in a quote; empty where there is none, and {@code
 *     trakkit.prices.currency} is meant
 * @param connectTimeout how long to wait for a connection (2s)
 * @param timeout how long a request may take, its answer read to the end (5s)
 * @param maxBody the largest answer that is read (1MB)
 * @param parallel how many requests are under way at a time (4)
 * @param requestsPerSecond how many requests begin in a second at most (20)
 * @param minBackoff how long what has failed is left alone at first (1s); twice as long after each further failure
 * @param maxBackoff the longest that it is left alone, also where the service wishes for longer (10m)
 */
@ConfigurationProperties("trakkit.feed.http")
public record HttpSettings(
        @Nullable String url,
        @DefaultValue("50") int batchSize,
        @DefaultValue(",") String separator,
        @DefaultValue Map<String, String> headers,
        @DefaultValue("") String quotes,
        @DefaultValue("") String ticker,
        @DefaultValue("/price") String price,
        @DefaultValue("") String time,
        @DefaultValue("rfc3339") TimeFormat timeFormat,
        @DefaultValue("") String currency,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("5s") Duration timeout,
        @DefaultValue("1MB") DataSize maxBody,
        @DefaultValue("4") int parallel,
        @DefaultValue("20") int requestsPerSecond,
        @DefaultValue("1s") Duration minBackoff,
        @DefaultValue("10m") Duration maxBackoff) {

    /** How times are written. */
    public enum TimeFormat {
        /** As text with an offset: 2026-11-24T10:42:00Z. */
        RFC3339,
        /** The seconds since 1970, with or without a fraction. */
        EPOCH_SECONDS,
        /** The milliseconds since 1970. */
        EPOCH_MILLIS
    }

    public HttpSettings {
        require(batchSize > 0, "batch-size must be more than zero");
        require(parallel > 0, "parallel must be more than zero");
        require(requestsPerSecond > 0, "requests-per-second must be more than zero");
        require(connectTimeout.isPositive(), "connect-timeout must be more than zero");
        require(timeout.isPositive(), "timeout must be more than zero");
        require(maxBody.toBytes() > 0, "max-body must be more than zero");
        require(minBackoff.isPositive(), "min-backoff must be more than zero");
        require(maxBackoff.compareTo(minBackoff) >= 0, "max-backoff must be at least min-backoff");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("trakkit.feed.http." + rule);
        }
    }
}
