package io.trakkit.feed.price;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.feed.testing.FeedApp;
import io.trakkit.testing.HttpAnswer;
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
        APP.empty();
    }

    @Test
    void aPriceThatIsSetIsShownWithItsAge() {
        HttpAnswer set = APP.put("aapl/", "{\"price\": 188.38}");

        assertThat(set.status()).isEqualTo(200);
        assertThat(set.text())
                .contains(
                        "\"ticker\":\"AAPL\"", "\"price\":\"188.38\"", "\"currency\":\"USD\"", "\"source\":\"manual\"");
        HttpAnswer shown = APP.get("?ticker=AAPL&ticker=MSFT");
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.text())
                .contains("\"ticker\":\"AAPL\"", "\"price\":\"188.38\"", "\"origin\":\"live\"", "\"age\":")
                .contains("\"unknown\":[\"MSFT\"]");
    }

    @Test
    void theSameAgainChangesNothingAndAnOlderOneGoesIntoTheHistoryOnly() {
        String quote = "{\"price\": \"188.38\", \"as_of\": \"2026-11-02T08:00:00Z\"}";
        assertThat(APP.put("AAPL", quote).text()).contains("\"verdict\":\"accepted\"");
        assertThat(APP.put("AAPL", quote).text()).contains("\"verdict\":\"repeated\"", "\"origin\":\"live\"");

        HttpAnswer older = APP.put("AAPL", "{\"price\": \"187\", \"as_of\": \"2026-11-02T07:59:59Z\"}");

        assertThat(older.status()).isEqualTo(200);
        assertThat(older.text()).contains("\"verdict\":\"backfilled\"", "\"origin\":\"history\"", "\"price\":\"187\"");
        assertThat(APP.get("?ticker=AAPL").text()).contains("188.38").doesNotContain("verdict");
    }

    @Test
    void anotherPriceForTheSameTimeIsAConflict() {
        APP.put("AAPL", "{\"price\": \"188.38\", \"as_of\": \"2026-11-02T08:00:00Z\"}");

        HttpAnswer other = APP.put("AAPL", "{\"price\": \"189\", \"as_of\": \"2026-11-02T08:00:00Z\"}");

        assertThat(other.status()).isEqualTo(409);
        assertThat(other.text())
                .contains(
                        "\"verdict\":\"conflict\"",
                        "The price of AAPL at 2026-11-02T08:00:00Z is already known to be 188.38; send another as_of");
    }

    @Test
    void aJumpIsTakenOnlyWhereTheCallerMeansIt() {
        APP.put("AAPL", "{\"price\": \"500\", \"as_of\": \"2026-11-02T08:00:00Z\"}");

        HttpAnswer refused = APP.put("AAPL", "{\"price\": \"25\"}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text())
                .contains(
                        "\"verdict\":\"jump\"",
                        "The price differs from the last one before it (500 at 2026-11-02T08:00:00Z) by more than a factor of"
                                + " 10; send \\\"accept_jump\\\": true to accept it");

        assertThat(APP.put("AAPL", "{\"price\": \"25\", \"accept_jump\": true}").status())
                .isEqualTo(200);
        assertThat(APP.get("?ticker=AAPL").text()).contains("\"price\":\"25\"");
    }

    /** 188 USD, then 18,000 JPY: no jump. The same number in another currency at the same time is another price. */
    @Test
    void aPriceMayBeInAnyCurrencyAndIsComparedWithPricesOfItsOwnOnly() {
        APP.put("AAPL", "{\"price\": \"188\", \"as_of\": \"2026-11-02T08:00:00Z\"}");

        HttpAnswer yen =
                APP.put("AAPL", "{\"price\": \"18000\", \"currency\": \"JPY\", \"as_of\": \"2026-11-02T09:00:00Z\"}");
        HttpAnswer other =
                APP.put("AAPL", "{\"price\": \"18000\", \"currency\": \"EUR\", \"as_of\": \"2026-11-02T09:00:00Z\"}");

        assertThat(yen.text()).contains("\"currency\":\"JPY\"", "\"verdict\":\"accepted\"");
        assertThat(APP.get("?ticker=AAPL").text()).contains("\"price\":\"18000\"", "\"currency\":\"JPY\"");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.text())
                .contains(
                        "\"verdict\":\"conflict\"",
                        "is already known to be 18000 JPY, not adjusted; send another as_of");
    }

    @Test
    void anAdjustedPriceSaysUpToWhen() {
        HttpAnswer stated = APP.put(
                "AAPL",
                "{\"price\": 100, \"as_of\": \"2026-05-29T20:00:00Z\", \"adjusted_at\": \"2026-09-01T00:00:00Z\"}");
        HttpAnswer now = APP.put("MSFT", "{\"price\": 100, \"as_of\": \"2026-05-29T20:00:00Z\", \"adjusted\": true}");
        HttpAnswer raw = APP.put("IBM", "{\"price\": 100}");

        assertThat(stated.text()).contains("\"adjusted_at\":\"2026-09-01T00:00:00");
        assertThat(now.text()).contains("\"adjusted_at\":");
        assertThat(raw.text()).doesNotContain("adjusted");
        assertThat(APP.get("?ticker=AAPL").text()).contains("\"adjusted_at\":\"2026-09-01T00:00:00");
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
                "AAPL | {\"price\": 1, \"colour\": \"red\"} | colour is not a known field",
                "AAPL | {\"price\": 1, \"currency\": \"GBp\"} | currency must be a currency code of three letters",
                "AAPL | {\"price\": 1, \"currency\": \"GBX\"} | currency must be a currency of ISO 4217",
                "AAPL | {\"price\": 1, \"adjusted\": \"yes\"} | adjusted must be true or false",
                "AAPL | {\"price\": 1, \"adjusted_at\": \"2999-01-01T00:00:00Z\"} | adjusted_at must not be in the future",
                "AAPL | {\"price\": 1, \"adjusted\": false, \"adjusted_at\": \"2026-01-01T00:00:00Z\"} | adjusted_at must be absent",
                "A%20B | {\"price\": 1} | The ticker in the path must have 1 to 32 of these characters",
                "AAPL | <html> | The body is invalid JSON at line 1, column 1: expected a JSON value",
            })
    void whatIsNoPriceIsSaidSo(String ticker, String body, String words) {
        HttpAnswer answer = APP.put(ticker, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains(words);
    }

    @Test
    void aQuestionNamesOneToAThousandTickers() {
        assertThat(APP.get("").text()).contains("ticker is missing");
        assertThat(APP.get("?ticker=A%20B").text()).contains("ticker must have 1 to 32 of these characters");
        String thousand =
                IntStream.range(0, 1_000).mapToObj(i -> "ticker=T" + i).collect(Collectors.joining("&", "?", ""));
        assertThat(APP.get(thousand).status()).isEqualTo(200);
        assertThat(APP.get(thousand + "&ticker=ONE").status()).isEqualTo(400);
    }

    /** 40 KB of tickers, each of the full length. */
    @Test
    void aThousandTickersOfTheFullLengthFitIntoAnAddress() {
        String thousand =
                IntStream.range(0, 1_000).mapToObj("ticker=%032d"::formatted).collect(Collectors.joining("&", "?", ""));

        HttpAnswer answer = APP.get(thousand);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("\"%032d\"".formatted(999));
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

        HttpAnswer tooLong = APP.get(escaped);
        HttpAnswer answer = APP.post("query/", body);

        assertThat(tooLong.status()).isEqualTo(414);
        assertThat(tooLong.text()).contains("The URL is longer than 64 KB");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("\"price\":\"188.38\"", "\"T998" + end + "\"");
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
        HttpAnswer answer = APP.post("query/", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains(words);
    }

    @Test
    void withRedisAwayAPriceIsRecordedAndTheCallerIsToldToComeAgain() {
        String quote = "{\"price\": \"188.38\", \"as_of\": \"2026-11-02T08:00:00Z\"}";
        APP.redis.kill();
        try {
            HttpAnswer answer = APP.put("KILL", quote);

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("2");
            assertThat(APP.get("?ticker=KILL").text()).contains("188.38", "\"origin\":\"history\"");
        } finally {
            APP.redis.restart();
        }
        patiently()
                .untilAsserted(() -> assertThat(APP.put("KILL", quote).status()).isEqualTo(200));
        assertThat(APP.get("?ticker=KILL").text()).contains("\"origin\":\"live\"");
    }

    @Test
    void aFullRedisIsOneThatIsAway() {
        APP.redis.command("CONFIG", "SET", "maxmemory", "1");
        try {
            assertThat(APP.put("FULL", "{\"price\": \"188.38\"}").status()).isEqualTo(503);
            assertThat(APP.get("?ticker=FULL").text()).contains("188.38", "\"origin\":\"history\"");
        } finally {
            APP.redis.command("CONFIG", "SET", "maxmemory", "0");
        }
    }
}
