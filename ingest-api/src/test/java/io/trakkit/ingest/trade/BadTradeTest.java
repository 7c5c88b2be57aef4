package io.trakkit.ingest.trade;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.ingest.testing.IngestTest;
import io.trakkit.ingest.testing.TestLog;
import io.trakkit.testing.HttpAnswer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a broker can get wrong in a trade. Each time the answer says what it was, and nothing is published. */
class BadTradeTest extends IngestTest {

    private static final String TRADES = "/api/v1/trade/";
    private static final long FAST_NANOS = Duration.ofSeconds(1).toNanos();

    private final Portfolio portfolio = newPortfolio();

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            ref_id        | ""
            ref_id        | "rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr"
            ref_id        | "a/b"
            ref_id        | ".."
            ref_id        | "a\\u0000b"
            ref_id        | "a\\r\\nb"
            ref_id        | null
            ref_id        | 5
            user_id       | ""
            user_id       | "   "
            user_id       | "a\\u0000b"
            user_id       | "a\\r\\nSet-Cookie: b"
            user_id       | "\\ud800"
            user_id       | 5
            portfolio     | 0
            portfolio     | -1
            portfolio     | 1.5
            portfolio     | "01"
            portfolio     | "one"
            portfolio     | 99999999999999999999
            portfolio     | 999999999999
            portfolio     | [1]
            trade_type    | 0
            trade_type    | 3
            trade_type    | "1"
            trade_type    | 1.5
            security_type | "share"
            ticker        | ""
            ticker        | "\\ud83d\\ude80"
            ticker        | ".MSFT"
            ticker        | "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            ticker        | "MS FT"
            ticker        | "ſtock"
            volume        | 0
            volume        | -1
            volume        | true
            volume        | {}
            volume        | 1e2000000000
            volume        | "1e2000000000"
            volume        | 1e-2000000000
            volume        | 0.0000000000000000001
            volume        | 1234567890123
            volume        | "0x10"
            amount        | -1
            amount        | "-100.00"
            amount        | "NaN"
            amount        | "Infinity"
            amount        | 1e2000000000
            amount        | "1e2000000000"
            amount        | 1.1234567890123456789
            amount        | "1234567890123.00"
            amount        | "١٠٠"
            amount        | null
            status        | "maybe"
            status        | "SUCCESS"
            executed_at   | "2999-01-01T00:00:00Z"
            executed_at   | "1899-12-31T23:59:59Z"
            executed_at   | "2026-11-01T12:00:00"
            executed_at   | "2026-11-01T12:00:00.1234567Z"
            executed_at   | "2026-02-30T12:00:00Z"
            executed_at   | "yesterday"
            executed_at   | 1667300000
            executed_at   | null
            colour        | "red"
            """)
    void aWrongFieldIsPointedAt(String field, String value) {
        HttpAnswer answer = refused(with(field, value));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("type")).isEqualTo("urn:trakkit:problem:invalid");
        assertThat(answer.pointers()).containsExactly("/" + field);
    }

    /** The usual slip: a local time, half past five ahead, that says that it is UTC. */
    @Test
    void aTimeOfExecutionTooFarAfterReceiptIsRefusedAndSaysWhy() {
        Instant ahead = Instant.now().plus(Duration.ofMinutes(330)).truncatedTo(ChronoUnit.SECONDS);

        HttpAnswer answer = refused(with("executed_at", "\"" + ahead + "\""));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactly("/executed_at");
        assertThat(answer.json().path("errors").get(0).path("detail").asString())
                .startsWith("is " + ahead + ", which is more than 5 minutes after receipt at ")
                .endsWith("; was a local time sent as UTC?");
    }

    /** JSON Schema takes 1.0 for an integer. */
    @Test
    void aWholeNumberMayBeWrittenWithAPoint() {
        String trade = trade(portfolio, newRefId())
                .replace("\"portfolio\": " + portfolio.id(), "\"portfolio\": " + portfolio.id() + ".0")
                .replace("\"trade_type\": 1", "\"trade_type\": 1.0");

        HttpAnswer answer = caller().post(TRADES, trade);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        assertThat(answer.json().path("trade_type").intValue()).isEqualTo(1);
        assertThat(answer.json().path("portfolio").longValue())
                .isEqualTo(portfolio.id().value());
        assertThat(answer.json().path("volume_text").asString()).isEqualTo("10");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            trade_type  | 1.5                        | trade_type must be 1 (buy) or 2 (sell), not 1.5
            trade_type  | "BUY"                      | trade_type must be 1 (buy) or 2 (sell), not "BUY"
            volume      | -10                        | volume is -10; a sell has trade_type 2 and a positive volume
            volume      | "1,550"                    | volume is "1,550": remove the thousands separator
            amount      | "$100"                     | amount is "$100": remove the currency
            portfolio   | 99999999999999999999       | portfolio is too large
            executed_at | "2025-02-30T10:00:00Z"     | executed_at is not a date: 2025 has no 30 February
            executed_at | "2025-02-03T10:00:00+18:30"| executed_at has the offset +18:30, which is larger than 18:00
            """)
    void whatIsWrongIsSaidInPlainWords(String field, String value, String words) {
        assertThat(refused(with(field, value)).text("detail")).isEqualTo(words);
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        HttpAnswer answer = refused("{\"volume\": 0, \"ticker\": \"?\", \"colour\": 1}");

        assertThat(answer.pointers())
                .containsExactlyInAnyOrder(
                        "/user_id",
                        "/portfolio",
                        "/trade_type",
                        "/security_type",
                        "/ticker",
                        "/volume",
                        "/amount",
                        "/status",
                        "/colour");
    }

    @Test
    void anotherUsersPortfolioIsAnsweredLikeOneThatIsMissing() {
        HttpAnswer foreign = refused(with("portfolio", newPortfolio().id().toString()));
        HttpAnswer missing = refused(with("portfolio", "999999999999"));

        assertThat(foreign.status()).isEqualTo(400);
        assertThat(foreign.json().path("errors")).isEqualTo(missing.json().path("errors"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"ref_id\": \"a\",}",
                "{\"volume\": NaN}",
                "{\"volume\": Infinity}",
                "{\"volume\": 1, \"volume\": 1}",
                "{\"volume\": 01}",
                "{} {}",
                "[]",
                "null",
                "\"trade\"",
                "{'ref_id': 'a'}",
                "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}}}}}}}}}}}}}}"
            })
    void malformedJsonIsSaidToBe(String body) {
        HttpAnswer answer = refused(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("type")).isEqualTo("urn:trakkit:problem:malformed");
    }

    @Test
    void aBodyOver64KibibytesIsTooLarge() {
        HttpAnswer answer = refused(with("user_id", "\"" + "u".repeat(64 * 1024) + "\""));

        assertThat(answer.status()).isEqualTo(413);
    }

    @Test
    void aBodyOver64KibibytesIsTooLargeAlsoWhereItsLengthIsNotSaid() {
        byte[] body = with("user_id", "\"" + "u".repeat(64 * 1024) + "\"").getBytes(StandardCharsets.UTF_8);
        TestLog.Mark before = trades.mark();

        HttpAnswer answer = caller().send(
                        "POST",
                        TRADES,
                        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)),
                        "Content-Type",
                        "application/json");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.isProblem()).isTrue();
        assertThat(trades.mark()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16"})
    void anotherMediaTypeIsUnsupported(String mediaType) {
        TestLog.Mark before = trades.mark();

        HttpAnswer answer = caller().send(
                        "POST",
                        TRADES,
                        BodyPublishers.ofString(trade(portfolio, newRefId())),
                        "Content-Type",
                        mediaType);

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.isProblem()).isTrue();
        assertThat(trades.mark()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "\"\""})
    void anIdempotencyKeyThatIsNoneIsPointedAt(String key) {
        TestLog.Mark before = trades.mark();

        HttpAnswer answer = caller().post(TRADES, trade(portfolio, newRefId()), "Idempotency-Key", key);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("errors").path(0).path("header").asString())
                .isEqualTo("Idempotency-Key");
        assertThat(trades.mark()).isEqualTo(before);
    }

    @Test
    void anotherMethodIsNotAllowed() {
        HttpAnswer answer = caller().send("DELETE", TRADES, BodyPublishers.noBody());

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.isProblem()).isTrue();
    }

    /** Posts what must be refused as a problem, quickly, without a record in the log. */
    private HttpAnswer refused(String body) {
        TestLog.Mark before = trades.mark();

        HttpAnswer answer = caller().post(TRADES, body);

        assertThat(answer.isProblem()).as(answer.toString()).isTrue();
        assertThat(answer.status()).isBetween(400, 499);
        assertThat(trades.mark()).isEqualTo(before);
        // The best of a few, since other work on the machine is not the service's doing. What stalls it takes minutes.
        assertThat(IntStream.range(0, 10)
                        .mapToLong(_ -> nanosOf(body))
                        .takeWhile(nanos -> nanos > FAST_NANOS)
                        .count())
                .as("attempts that took longer than a second")
                .isLessThan(10);
        return answer;
    }

    private long nanosOf(String body) {
        long start = System.nanoTime();
        caller().post(TRADES, body);
        return System.nanoTime() - start;
    }

    /** A valid request but for one field. */
    private String with(String field, String value) {
        String trade = trade(portfolio, newRefId());
        String replaced = trade.replaceFirst(
                "\"" + field + "\": (\"[^\"]*\"|[^,}]*)", Matcher.quoteReplacement("\"" + field + "\": " + value));
        return replaced.equals(trade)
                ? trade.replaceFirst("\\{", Matcher.quoteReplacement("{\"" + field + "\": " + value + ", "))
                : replaced;
    }
}
