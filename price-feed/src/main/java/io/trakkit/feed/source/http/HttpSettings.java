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
 * @param url the address of a request, with {@code {tickers}} in its path or query for the tickers:
 *     {@code https://example.com/quotes?symbols={tickers}}. The host is fixed, and redirects are not followed
 * @param batchSize the most tickers of a request (50)
 * @param separator the text between two tickers (,)
 * @param headers more headers of a request, such as a key
 * @param quotes the JSON pointer of the array with the quotes, or of an object that has them by ticker; empty for the whole
 *     document
 * @param ticker the JSON pointer of the ticker in a quote; empty if the quotes are in an object by ticker, or if a request
 *     has one ticker and the document is its quote
 * @param price the JSON pointer of the price in a quote (/price)
 * @param time the JSON pointer of the time in a quote; if empty, the time of receipt counts
 * @param timeFormat the format of the times (rfc3339)
 * @param currency the JSON pointer of the currency in a quote; if empty, quotes are in {@code trakkit.prices.currency}
 * @param connectTimeout the most time for a connection (2s)
 * @param timeout the most time for a request, including its whole answer (5s)
 * @param maxBody the largest answer that is read (1MB)
 * @param parallel the most concurrent requests (4)
 * @param requestsPerSecond the most requests that begin within a second (20)
 * @param minBackoff the pause after the first failure (1s); it doubles with each further one
 * @param maxBackoff the longest pause, even if the service asks for more (10m)
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

    /** The format of a time. */
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
