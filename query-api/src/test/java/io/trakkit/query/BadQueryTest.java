package io.trakkit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.HttpAnswer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions that are none: each gets a problem that says what is wrong with it. */
class BadQueryTest extends ApiTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "trade/?page=0 | page",
                "trade/?page=-1 | page",
                "trade/?page=two | page",
                "trade/?page= | page",
                "trade/?page=99999999999999999999 | page",
                "trade/?page=1001&page_size=10 | page",
                "trade/?page=11&page_size=1000 | page",
                "trade/?page_size=0 | page_size",
                "trade/?page_size=1001 | page_size",
                "trade/?page_size=1e2 | page_size",
                "trade/?page=1&page=2 | page",
                "trade/?ordering=volume | ordering",
                "trade/?ordering= | ordering",
                "trade/?ordering=--executed_at | ordering",
                "trade/?ordering=-executed_at,ref_id | ordering",
                "trade/?ordering=executed_at,updated_at | ordering",
                "trade/?fields=ref_id,price | fields",
                "trade/?fields= | fields",
                "trade/?cursor=AAAA | cursor",
                "trade/?cursor=%00 | cursor",
                "trade/?cursor=%F0%9F%9A%80 | cursor",
                "trade/?user_id= | user_id",
                "trade/?user_id=a%00b | user_id",
                "trade/?user_id=a%0D%0Ab | user_id",
                "trade/?portfolio_id=0 | portfolio_id",
                "trade/?portfolio_id=-1 | portfolio_id",
                "trade/?portfolio_id=01 | portfolio_id",
                "trade/?portfolio_id=NaN | portfolio_id",
                "trade/?portfolio_id=1e3 | portfolio_id",
                "trade/?ticker=%F0%9F%9A%80 | ticker",
                "trade/?ticker=A%20B | ticker",
                "trade/?trade_type=3 | trade_type",
                "trade/?trade_type=buy | trade_type",
                "trade/?status=ok | status",
                "trade/?state=pending | state",
                "trade/?executed_from=2026-11-02 | executed_from",
                "trade/?executed_from=2026-11-02T12:00:00 | executed_from",
                "trade/?executed_to=2026-02-30T12:00:00Z | executed_to",
                "trade/?executed_from=2026-11-02T12:00:00+05:30 | executed_from",
                "trade/?updated_since=yesterday | updated_since",
                "trade/?updated_since=2026-11-02T12:00:00.1234567Z | updated_since",
                "trade/?state=refused&trade_type=1 | trade_type",
                "trade/?state=refused&ordering=executed_at | ordering",
                "trade/?portfolio=1 | portfolio",
                "trade/?Page=1 | Page",
                "portfolio/?ordering=created_at | ordering",
                "portfolio/?fields=nope | fields",
                "portfolio/?ticker=AMZN | ticker",
                "portfolio-summary/?ordering=volume | ordering",
                "portfolio-summary/?include_closed=yes | include_closed",
                "portfolio-summary/?fields=average | fields"
            })
    void aWrongParameterIsNamed(String path, String parameter) {
        HttpAnswer answer = get("/api/v1/" + path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("type").stringValue()).isEqualTo("urn:trakkit:problem:invalid");
        assertThat(answer.parameters()).containsExactly(parameter);
    }

    @Test
    void allThatIsWrongIsNamedAtOnce() {
        HttpAnswer answer = get("/api/v1/trade/?page=0&page_size=1001&colour=red&ordering=price");

        assertThat(answer.parameters()).containsExactlyInAnyOrder("page", "page_size", "colour", "ordering");
    }

    @ParameterizedTest
    @CsvSource({
        "trade/?ordering=volume, 'executed_at,ref_id,updated_at'",
        "trade/?fields=volumes, 'ref_id,executed_at,state'",
        "trade/?page=1001&page_size=10, next"
    })
    void theDetailSaysWhatWouldBeRight(String path, String words) {
        assertThat(get("/api/v1/" + path)
                        .json()
                        .get("errors")
                        .get(0)
                        .get("detail")
                        .stringValue())
                .contains(words.split(","));
    }

    @Test
    void aCursorOfAnotherListOrOrderIsRefused() {
        model.portfolio(1, "u-1", "a");
        model.summary(1, "AMZN", "1", "1", "0", 2);
        model.trade("r-1", ReadModel.TIME);
        model.trade("r-2", ReadModel.TIME);
        String next = get("/api/v1/trade/?page_size=1").link("next").orElseThrow();
        String cursor = next.substring(next.indexOf("cursor=") + "cursor=".length());

        for (String path : List.of(
                "trade/?ordering=updated_at&cursor=" + cursor,
                "trade/?ordering=executed_at&cursor=" + cursor,
                "trade/?state=refused&cursor=" + cursor,
                "portfolio/?cursor=" + cursor,
                "trade/r-1/history/?cursor=" + cursor,
                "trade/?cursor=" + cursor.replace(cursor.charAt(9), cursor.charAt(9) == 'A' ? 'B' : 'A'),
                "trade/?cursor=" + cursor.substring(1),
                "trade/?cursor=" + cursor + "AAAA")) {
            HttpAnswer answer = get("/api/v1/" + path);
            if (!path.contains("history")) {
                assertThat(answer.status()).as(path).isEqualTo(400);
                assertThat(answer.parameters()).as(path).containsExactly("cursor");
            } else {
                assertThat(answer.status()).isEqualTo(400);
            }
        }
        assertThat(get("/api/v1/trade/?page=2&cursor=" + cursor).parameters()).containsExactly("page");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trade/unknown/",
                "trade/unknown",
                "trade/unknown/history/",
                "trade/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/",
                "trade/%F0%9F%9A%80/",
                "portfolio/7/",
                "portfolio/0/",
                "portfolio/abc/",
                "portfolio/99999999999999999999/",
                "portfolio/7/cumulative-returns/",
                "portfolio/7/explain/ACME/",
                "portfolio/abc/cumulative-returns/",
                "nothing/here/"
            })
    void whatIsNotThereIsNotFound(String path) {
        HttpAnswer answer = get("/api/v1/" + path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("type").stringValue()).isEqualTo("urn:trakkit:problem:not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"trade/a%2Fb/", "trade/a%00b/", "trade/?user_id=%ff"})
    void whatIsNotEvenAnAddressIsAProblemToo(String path) {
        HttpAnswer answer = get("/api/v1/" + path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("type").stringValue()).startsWith("urn:trakkit:problem:");
    }

    @Test
    void writesAreForTheOtherApi() {
        HttpAnswer answer = http().send("POST", "/api/v1/trade/", BodyPublishers.ofString("{}"));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).contains("GET");
    }
}
