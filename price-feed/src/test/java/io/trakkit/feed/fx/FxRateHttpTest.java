package io.trakkit.feed.fx;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.feed.testing.FeedApp;
import io.trakkit.testing.HttpAnswer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FxRateHttpTest {

    private static final FeedApp APP = new FeedApp();

    @AfterAll
    static void stop() {
        APP.close();
    }

    @BeforeEach
    void empty() {
        APP.empty();
    }

    private static HttpAnswer put(String pair, String body) {
        return APP.http().put("/api/v1/fx-rate/" + pair, body);
    }

    private static HttpAnswer get(String pair) {
        return APP.http().get("/api/v1/fx-rate/" + pair);
    }

    @Test
    void aRateThatIsSetIsShown() {
        HttpAnswer set = put("eur/USD/", "{\"rate\": 1.0812, \"as_of\": \"2026-11-02T08:00:00Z\"}");

        assertThat(set.status()).isEqualTo(200);
        assertThat(set.text()).isEqualToIgnoringWhitespace("""
                {"base": "EUR", "quote": "USD", "rate": "1.0812", "time": "2026-11-02T08:00:00.000000Z",
                 "source": "manual", "verdict": "accepted"}
                """);
        assertThat(get("EUR/USD").text()).isEqualToIgnoringWhitespace("""
                {"base": "EUR", "quote": "USD", "rate": "1.0812", "time": "2026-11-02T08:00:00.000000Z",
                 "source": "manual"}
                """);
        assertThat(put("EUR/USD", "{\"rate\": \"1.09\"}").status()).isEqualTo(200);
        assertThat(get("EUR/USD").text("rate")).isEqualTo("1.09");
        assertThat(get("EUR/USD?at=2026-11-02T08:00:00Z").text("rate")).isEqualTo("1.0812");
    }

    @Test
    void theInversePairIsAnsweredToo() {
        put("EUR/USD/", "{\"rate\": 1.25, \"as_of\": \"2026-11-02T08:00:00Z\"}");

        assertThat(get("USD/EUR/").text("rate")).isEqualTo("0.8");
    }

    @Test
    void theSameAgainIsARepeatAndAnotherAConflict() {
        put("EUR/USD/", "{\"rate\": 1.25, \"as_of\": \"2026-11-02T08:00:00Z\"}");

        HttpAnswer again = put("EUR/USD/", "{\"rate\": \"1.250\", \"as_of\": \"2026-11-02T08:00:00Z\"}");
        HttpAnswer other = put("EUR/USD/", "{\"rate\": 1.26, \"as_of\": \"2026-11-02T08:00:00Z\"}");

        assertThat(again.text("verdict")).isEqualTo("repeated");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.text("verdict")).isEqualTo("conflict");
        assertThat(other.detail())
                .isEqualTo(
                        "The rate of EUR/USD at 2026-11-02T08:00:00Z is already known to be 1.25; send another as_of");
    }

    @Test
    void aJumpIsTakenOnlyWhereTheCallerMeansIt() {
        put("EUR/USD/", "{\"rate\": 1.25, \"as_of\": \"2026-11-02T08:00:00Z\"}");

        HttpAnswer jump = put("EUR/USD/", "{\"rate\": 125}");

        assertThat(jump.status()).isEqualTo(409);
        assertThat(jump.text("verdict")).isEqualTo("jump");
        assertThat(jump.detail()).contains("(1.25 at 2026-11-02T08:00:00Z) by more than a factor of 10");
        assertThat(put("EUR/USD/", "{\"rate\": 125, \"accept_jump\": true}").status())
                .isEqualTo(200);
    }

    @Test
    void aRateOfTheFutureIsRefused() {
        assertThat(put("EUR/USD/", "{\"rate\": 1, \"as_of\": \"2999-01-01T00:00:00Z\"}")
                        .detail())
                .contains("as_of must not be in the future");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            EUR/USD | {}                       | 400 | rate is missing
            EUR/USD | {"rate": 0}              | 400 | rate must be greater than zero
            EUR/USD | {"rate": -1}             | 400 | rate must be greater than zero
            EUR/USD | {"rate": 1, "price": 1}  | 400 | price is not a known field
            EUR/ABC | {"rate": 1}              | 400 | The quote in the path must be a currency of ISO 4217, such as USD, not "ABC"
            E/USD   | {"rate": 1}              | 400 | The base in the path must be a currency of ISO 4217, such as USD, not "E"
            EUR/EUR | {"rate": 1}              | 400 | The rate of EUR in EUR is 1; name two currencies
            """)
    void whatIsNoRateIsSaidSo(String pair, String body, int status, String words) {
        HttpAnswer answer = put(pair, body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.detail()).contains(words);
    }

    @Test
    void aRateThatIsNotKnownIsNotFound() {
        put("EUR/USD/", "{\"rate\": 1.25, \"as_of\": \"2026-11-02T08:00:00Z\"}");

        assertThat(get("EUR/INR/").status()).isEqualTo(404);
        assertThat(get("EUR/USD/?at=2026-11-02T07:59:59Z").detail())
                .isEqualTo("No rate of EUR/USD is known at 2026-11-02T07:59:59Z");
        assertThat(get("EUR/USD/?at=yesterday").status()).isEqualTo(400);
        assertThat(get("EUR/USD/?on=2026-11-02").status()).isEqualTo(400);
    }
}
