package io.trakkit.feed.price;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.feed.testing.FeedApp;
import io.trakkit.prices.QuoteStore;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceHttpTest {

    private static final FeedApp APP = new FeedApp();

    @AfterAll
    static void stop() {
        APP.close();
    }

    @BeforeEach
    void empty() {
        APP.redis.command("FLUSHALL");
        APP.database.jdbc().sql("TRUNCATE price_history").update();
        patiently().until(() -> APP.bean(QuoteStore.class).answers());
    }

    @Test
    void aPriceThatIsSetIsShownWithItsAge() {
        HttpResponse<String> set = APP.put("aapl/", "{\"price\": 188.38}");

        assertThat(set.statusCode()).isEqualTo(200);
        assertThat(set.body())
                .contains(
                        "\"ticker\":\"AAPL\"", "\"price\":\"188.38\"", "\"currency\":\"USD\"", "\"source\":\"manual\"");
        HttpResponse<String> shown = APP.get("?ticker=AAPL&ticker=MSFT");
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.body())
                .contains("\"ticker\":\"AAPL\"", "\"price\":\"188.38\"", "\"origin\":\"live\"", "\"age\":")
                .contains("\"unknown\":[\"MSFT\"]");
    }

    @Test
    void theSameAgainChangesNothingAndAnOlderOneGoesIntoTheHistoryOnly() {
        String quote = "{\"price\": \"188.38\", \"as_of\": \"2026-11-02T08:00:00Z\"}";
        assertThat(APP.put("AAPL", quote).body()).contains("\"verdict\":\"accepted\"");
        assertThat(APP.put("AAPL", quote).body()).contains("\"verdict\":\"repeated\"", "\"origin\":\"live\"");

        HttpResponse<String> older = APP.put("AAPL", "{\"price\": \"187\", \"as_of\": \"2026-11-02T07:59:59Z\"}");

        assertThat(older.statusCode()).isEqualTo(200);
        assertThat(older.body()).contains("\"verdict\":\"backfilled\"", "\"origin\":\"history\"", "\"price\":\"187\"");
        assertThat(APP.get("?ticker=AAPL").body()).contains("188.38").doesNotContain("verdict");
    }

    @Test
    void anotherPriceForTheSameTimeIsAConflict() {
        APP.put("AAPL", "{\"price\": \"188.38\", \"as_of\": \"2026-11-02T08:00:00Z\"}");

        HttpResponse<String> other = APP.put("AAPL", "{\"price\": \"189\", \"as_of\": \"2026-11-02T08:00:00Z\"}");

        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.body())
                .contains(
                        "\"verdict\":\"conflict\"",
                        "The price of AAPL at 2026-11-02T08:00:00Z is already known to be 188.38; send another as_of");
    }

    @Test
    void aJumpIsTakenOnlyWhereTheCallerMeansIt() {
        APP.put("AAPL", "{\"price\": \"500\", \"as_of\": \"2026-11-02T08:00:00Z\"}");

        HttpResponse<String> refused = APP.put("AAPL", "{\"price\": \"25\"}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body())
                .contains(
                        "\"verdict\":\"jump\"",
                        "The price differs from the last one before it (500 at 2026-11-02T08:00:00Z) by more than a factor of"
                                + " 10; send \\\"accept_jump\\\": true to accept it");

        assertThat(APP.put("AAPL", "{\"price\": \"25\", \"accept_jump\": true}").statusCode())
                .isEqualTo(200);
        assertThat(APP.get("?ticker=AAPL").body()).contains("\"price\":\"25\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AAPL | {} | price is missing",
                "AAPL | {\"price\": 0} | price must be greater than zero",
                "AAPL | {\"price\": -1} | price must be greater than zero",
                "AAPL | {\"price\": \"1e2000000000\"} | price is out of range",
                "AAPL | {\"price\": 1, \"as_of\": \"2999-01-01T00:00:00Z\"} | as_of must not be in the future",
                "AAPL | {\"price\": 1, \"as_of\": \"yesterday\"} | as_of must be a time",
                "AAPL | {\"price\": 1, \"currency\": \"EUR\"} | currency is not a known field",
                "A%20B | {\"price\": 1} | The ticker in the path must have 1 to 32 of these characters",
                "AAPL | <html> | The body is invalid JSON at line 1, column 1: expected a JSON value",
            })
    void whatIsNoPriceIsSaidSo(String ticker, String body, String words) {
        HttpResponse<String> answer = APP.put(ticker, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(words);
    }

    @Test
    void aQuestionNamesOneToAThousandTickers() {
        assertThat(APP.get("").body()).contains("ticker is missing");
        assertThat(APP.get("?ticker=A%20B").body()).contains("ticker must have 1 to 32 of these characters");
        String thousand =
                IntStream.range(0, 1_000).mapToObj(i -> "ticker=T" + i).collect(Collectors.joining("&", "?", ""));
        assertThat(APP.get(thousand).statusCode()).isEqualTo(200);
        assertThat(APP.get(thousand + "&ticker=ONE").statusCode()).isEqualTo(400);
    }

    /** 40 KB of tickers, each of the full length. */
    @Test
    void aThousandTickersOfTheFullLengthFitIntoAnAddress() {
        String thousand =
                IntStream.range(0, 1_000).mapToObj("ticker=%032d"::formatted).collect(Collectors.joining("&", "?", ""));

        HttpResponse<String> answer = APP.get(thousand);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"%032d\"".formatted(999));
    }

    /** Of characters that a URL must escape, a thousand fit into a body only. */
    @Test
    void whatDoesNotFitIntoAnAddressIsAskedForInABody() {
        APP.put("AAPL", "{\"price\": 188.38}");
        String end = "&".repeat(28);
        String escaped = IntStream.range(0, 999)
                .mapToObj(i -> "ticker=T%03d%s".formatted(i, "%26".repeat(28)))
                .collect(Collectors.joining("&", "?", ""));
        String body = IntStream.range(0, 999)
                .mapToObj(i -> "\"T%03d%s\"".formatted(i, end))
                .collect(Collectors.joining(",", "{\"tickers\": [\"aapl\",", "]}"));

        HttpResponse<String> tooLong = APP.get(escaped);
        HttpResponse<String> answer = APP.post("query/", body);

        assertThat(tooLong.statusCode()).isEqualTo(414);
        assertThat(tooLong.body()).contains("The URL is longer than 64 KB");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"price\":\"188.38\"", "\"T998" + end + "\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | tickers is missing",
                "{\"tickers\": \"AAPL\"} | tickers must be an array of 1 to 1000 tickers",
                "{\"tickers\": []} | tickers must be an array of 1 to 1000 tickers, not 0",
                "{\"tickers\": [1]} | tickers[0] must be a text, not 1",
                "{\"tickers\": [\"AAPL\"], \"x\": 1} | x is not a known field",
            })
    void aBodyThatAsksForNoPriceIsToldSo(String body, String words) {
        HttpResponse<String> answer = APP.post("query/", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(words);
    }

    @Test
    void withRedisAwayAPriceIsRecordedAndTheCallerIsToldToComeAgain() {
        String quote = "{\"price\": \"188.38\", \"as_of\": \"2026-11-02T08:00:00Z\"}";
        APP.redis.kill();
        try {
            HttpResponse<String> answer = APP.put("KILL", quote);

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("2");
            assertThat(APP.get("?ticker=KILL").body()).contains("188.38", "\"origin\":\"history\"");
        } finally {
            APP.redis.restart();
        }
        patiently()
                .untilAsserted(
                        () -> assertThat(APP.put("KILL", quote).statusCode()).isEqualTo(200));
        assertThat(APP.get("?ticker=KILL").body()).contains("\"origin\":\"live\"");
    }

    @Test
    void aFullRedisIsOneThatIsAway() {
        APP.redis.command("CONFIG", "SET", "maxmemory", "1");
        try {
            assertThat(APP.put("FULL", "{\"price\": \"188.38\"}").statusCode()).isEqualTo(503);
            assertThat(APP.get("?ticker=FULL").body()).contains("188.38", "\"origin\":\"history\"");
        } finally {
            APP.redis.command("CONFIG", "SET", "maxmemory", "0");
        }
    }
}
